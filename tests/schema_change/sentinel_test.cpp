#define CAF_SUITE schema_change_sentinel

#include "precompiled.hpp"

#include <algorithm>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_sentinel_suite {

using status::ec;
using status::state;

namespace {

constexpr const char* drop_sentinel = "DROP TABLE _status_sentinel";

struct fixture : test::fixture {
  fixture() {
    fill("x", 2000);
    what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
    what.defer_cut_over = true;
  }

  void fill(const std::string& table, int rows) {
    write("CREATE TABLE " + table
          + "(id INTEGER PRIMARY KEY, a);"
            "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
          + std::to_string(rows) + ") INSERT INTO " + table
          + " SELECT i, i FROM n");
  }

  bool waits() const {
    return !world.states.empty()
           && world.states.back() == state::waiting_on_sentinel_table;
  }

  /// Does something each time the run looks for the sentinel.
  template <class Action>
  void while_waiting(Action act) {
    world.on_pause = [this, act] {
      if (waits())
        act();
    };
  }

  /// Runs, and drops the sentinel when it was looked for twice.
  void check_that_it_waits() {
    auto looks = 0;
    while_waiting([&] {
      if (++looks == 2)
        write(drop_sentinel);
    });
    CAF_CHECK(!change(what));
    CAF_CHECK_EQUAL(looks, 2);
  }

  /// Makes the copy useless.
  void spoil() {
    write("CREATE INDEX IF NOT EXISTS by_a ON x(a); UPDATE x SET a = 0");
  }

  bool has_passed(state x) const {
    return std::find(world.states.begin(), world.states.end(), x)
           != world.states.end();
  }

  int64_t copies() const {
    return copies_;
  }

  void count_copies() {
    world.on_trace = [this](moment when, const std::string& name) {
      copies_ += when == moment::committed && name == "copy" ? 1 : 0;
    };
  }

  settings what;

private:
  int64_t copies_ = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(sentinel_tests, fixture)

CAF_TEST(a deferred change waits with all rows copied until the table is gone) {
  auto looks = 0;
  while_waiting([&] {
    CAF_CHECK(exists("_status_sentinel"));
    CAF_CHECK_EQUAL(read("SELECT count(*), typeof(a) FROM x"),
                    "i2000 t'integer'");
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM _x_new"), "i2000");
    if (++looks == 3)
      write(drop_sentinel);
  });
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(looks, 3);
  CAF_CHECK_EQUAL(read("SELECT count(*), typeof(a) FROM x"), "i2000 t'text'");
  CAF_CHECK_EQUAL(leftovers(), 0);
  CAF_CHECK(sound());
}

CAF_TEST(what is written during the wait is in the new table) {
  auto looks = 0;
  while_waiting([&] {
    switch (++looks) {
      case 1:
        write("INSERT INTO x VALUES(5000, 'new'); DELETE FROM x WHERE id = 1");
        break;
      case 2: // the wait does not only collect changes
        CAF_CHECK_EQUAL(read("SELECT a FROM _x_new WHERE id = 5000"), "t'new'");
        CAF_CHECK_EQUAL(read("SELECT count(*) FROM _x_new WHERE id = 1"), "i0");
        write("UPDATE x SET a = 'late' WHERE id = 2");
        break;
      default:
        write("UPDATE x SET a = 'last' WHERE id = 3");
        write(drop_sentinel);
    }
  });
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT id, a FROM x WHERE id < 4 OR id > 2000"),
                  "i2 t'late'\ni3 t'last'\ni5000 t'new'");
}

CAF_TEST(the wait is told with its reason and only while it lasts) {
  engine x{what, world};
  CAF_CHECK(!x.progress().throttling.throttled);
  auto looks = 0;
  while_waiting([&] {
    auto now = x.progress();
    CAF_CHECK(now.current == state::waiting_on_sentinel_table);
    CAF_CHECK(now.throttling.throttled);
    CAF_CHECK_EQUAL(now.throttling.reason,
                    "waiting until the table _status_sentinel is dropped");
    if (++looks == 2)
      write(drop_sentinel);
  });
  world.on_advance = [&](state next) {
    if (next == state::cut_over)
      CAF_CHECK(!x.progress().throttling.throttled);
  };
  CAF_CHECK(!test::outcome(x));
  CAF_CHECK_EQUAL(looks, 2);
}

CAF_TEST(the limit ends the wait and keeps all that is needed to go on) {
  count_copies();
  what.sentinel_limit = std::chrono::nanoseconds{0};
  auto problem = change(what);
  CAF_CHECK(test::fails_with(problem, ec::expired, "_status_sentinel"));
  CAF_CHECK(test::fails_with(problem, ec::expired, "drop it and start again"));
  CAF_REQUIRE(problem.has_value());
  CAF_CHECK(problem->after() == leftovers::resumable);
  CAF_CHECK(!has_passed(state::cut_over));
  CAF_CHECK_EQUAL(read("SELECT count(*), typeof(a) FROM x"),
                  "i2000 t'integer'");
  CAF_CHECK(exists("_status_sentinel"));
  auto before = copies();
  write("UPDATE x SET a = 'between' WHERE id = 7");
  write(drop_sentinel);
  what.resume = resume_mode::require;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(copies(), before);
  CAF_CHECK_EQUAL(read("SELECT a FROM x WHERE id = 7"), "t'between'");
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(who starts again before the table is dropped waits again) {
  what.sentinel_limit = std::chrono::nanoseconds{0};
  CAF_CHECK(test::fails_with(change(what), ec::expired, ""));
  what.sentinel_limit = std::chrono::hours{1};
  check_that_it_waits();
}

CAF_TEST(a cancel during the wait keeps the copy and the sentinel) {
  while_waiting([&] { world.cancel = true; });
  auto problem = change(what);
  CAF_CHECK(test::fails_with(problem, ec::cancelled, ""));
  CAF_CHECK(problem && problem->after() == leftovers::resumable);
  CAF_CHECK(exists("_status_sentinel"));
  CAF_CHECK(exists("_x_new"));
}

CAF_TEST_FIXTURE_SCOPE_END()

// -- whose table it is ---------------------------------------------------------

CAF_TEST_FIXTURE_SCOPE(sentinel_owner_tests, fixture)

CAF_TEST(an operator can hold a change that was not deferred) {
  what.defer_cut_over = false;
  write("CREATE TABLE _Status_Sentinel(x)");
  check_that_it_waits();
}

CAF_TEST(a sentinel of the operator outlives a change that gives up) {
  what.defer_cut_over = false;
  write("CREATE TABLE _status_sentinel(x)");
  while_waiting([&] { spoil(); });
  auto problem = change(what);
  CAF_CHECK(problem && problem->after() == leftovers::removed);
  CAF_CHECK(exists("_status_sentinel"));
  CAF_CHECK_EQUAL(leftovers(), 1);
}

CAF_TEST(a sentinel of our own goes with a change that gives up) {
  while_waiting([&] { spoil(); });
  auto problem = change(what);
  CAF_CHECK(problem && problem->after() == leftovers::removed);
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(a change that gives up does not let another one go) {
  fill("y", 10);
  auto other = wish("y", "CREATE TABLE y(id INTEGER PRIMARY KEY, a TEXT)");
  other.defer_cut_over = true;
  other.sentinel_limit = std::chrono::nanoseconds{0};
  CAF_CHECK(test::fails_with(change(other), ec::expired, ""));
  while_waiting([&] { spoil(); });
  auto problem = change(what);
  CAF_CHECK(problem && problem->after() == leftovers::removed);
  CAF_CHECK(exists("_status_sentinel"));
}

CAF_TEST(a change that is finished does not let another one go) {
  fill("y", 10);
  auto other = wish("y", "CREATE TABLE y(id INTEGER PRIMARY KEY, a TEXT)");
  other.defer_cut_over = true;
  other.sentinel_limit = std::chrono::nanoseconds{0};
  while_waiting([&] { write(drop_sentinel); });
  world.on_advance = [&](state next) {
    if (next != state::cut_over)
      return;
    test::fake_host second;
    engine late{other, second};
    CAF_CHECK(test::fails_with(test::outcome(late), ec::expired, ""));
  };
  CAF_CHECK(!change(what));
  CAF_CHECK(exists("_status_sentinel"));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_sentinel_suite
