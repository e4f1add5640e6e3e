#define CAF_SUITE schema_change_pacer

#include "schema_change/pacer.hpp"

#include "caf/test/unit_test.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_pacer_suite {

using namespace std::chrono_literals;

namespace {

// The size that chunks settle at with 10 us of work per row.
uint64_t settled(std::chrono::nanoseconds commit) {
  chunk_size size{50ms};
  for (int i = 0; i < 100; ++i) {
    auto work = size.rows() * 10us;
    size.took(size.rows(), effort_of(work, work + commit));
  }
  return size.rows();
}

/// Keeps how long it was told to wait, and does not.
class counting_host : public test::fake_host {
public:
  void pause(std::chrono::nanoseconds duration) override {
    last = duration;
  }

  std::chrono::nanoseconds last{};
};

struct paced : test::fixture {
  paced() {
    write("CREATE TABLE t(a)");
    between();
  }

  void between() {
    pace.between(db, 0, 10ms);
  }

  /// What a writer waits between its tries, other than what a rare long gap is.
  bool gives_way() const {
    return clock.last == 25ms;
  }

  counting_host clock;
  settings what;
  gauges shown{"t"};
  connection db{path};
  pacer pace{what, clock, shown};
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(pacer_tests, paced)

CAF_TEST(as long as others write they get their turn) {
  between();
  CAF_CHECK(!gives_way());
  write("INSERT INTO t VALUES(1)");
  between();
  CAF_CHECK(clock.last >= 25ms);
}

CAF_TEST(a checkpoint of the run itself is no writer that waits) {
  shown.commits_aside();
  write("INSERT INTO t VALUES(1)");
  between();
  CAF_CHECK(!gives_way());
}

CAF_TEST(a checkpoint that is about to be committed is known as well) {
  shown.commits_aside();
  between();
  write("INSERT INTO t VALUES(1)");
  between();
  CAF_CHECK(!gives_way());
}

CAF_TEST(after a checkpoint of the run others are seen again) {
  shown.commits_aside();
  write("INSERT INTO t VALUES(1)");
  between();
  write("INSERT INTO t VALUES(2)");
  between();
  CAF_CHECK(clock.last >= 25ms);
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST(a chunk takes as long as is wanted) {
  CAF_CHECK_EQUAL(settled(1ms), 5000u);
}

CAF_TEST(a commit that takes longer than the work makes chunks smaller) {
  CAF_CHECK_LESS(settled(70ms), 5000u);
}

CAF_TEST(a disk that is slow to commit makes no tiny chunks) {
  CAF_CHECK_GREATER_OR_EQUAL(settled(150ms), 1200u);
  CAF_CHECK_GREATER_OR_EQUAL(settled(10s), 1200u);
}

} // namespace schema_change::schema_change_pacer_suite
