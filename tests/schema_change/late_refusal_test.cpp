#define CAF_SUITE schema_change_late_refusal

#include "caf/test/unit_test.hpp"

#include <chrono>
#include <optional>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_late_refusal_suite {

using status::ec;
using status::state;

namespace {

struct late_refusal_fixture : test::fixture {
  late_refusal_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a, b);"
      "INSERT INTO x VALUES(1, 1, 1), (2, 2, 2)");
    what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a)");
    what.allow_drop = true;
  }

  void when_it_enters(state at, const std::string& sql) {
    world.on_advance = [this, at, sql](state next) {
      if (next == at)
        write(sql);
    };
  }

  settings what;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(late_refusal_tests, late_refusal_fixture)

CAF_TEST(a view that came meanwhile and would break leaves a copy to go on with) {
  when_it_enters(state::post_checksum, "CREATE VIEW v AS SELECT b FROM x");
  auto end = change(what);
  CAF_CHECK(test::fails_with(end, ec::bad_argument, "reading v"));
  CAF_REQUIRE(end);
  CAF_CHECK(end->after() == schema_change::leftovers::resumable);
  CAF_CHECK(exists("_x_new"));
  world.on_advance = nullptr;
  write("DROP VIEW v; INSERT INTO x VALUES(3, 3, 3)");
  what.resume = resume_mode::require;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i1\ni2 i2\ni3 i3");
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(a view that came with the cut-over leaves a copy to go on with) {
  when_it_enters(state::cut_over, "CREATE VIEW v AS SELECT b FROM x");
  auto end = change(what);
  CAF_CHECK(test::fails_with(end, ec::bad_argument, "reading v"));
  CAF_REQUIRE(end);
  CAF_CHECK(end->after() == schema_change::leftovers::resumable);
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i1 i1\ni2 i2 i2");
}

CAF_TEST(an exchange that cannot be committed leaves a copy to go on with) {
  std::optional<statement> reader;
  world.on_trace = [&](moment when, const std::string& of) {
    if (when == moment::before_commit && of == "cut_over")
      reader.emplace(app->prepare("SELECT * FROM x")).step();
  };
  what.lock_wait = std::chrono::milliseconds{0};
  auto end = change(what);
  CAF_REQUIRE(reader);
  CAF_CHECK(test::fails_with(end, ec::unavailable, "x is as it was"));
  reader.reset();
  world.on_trace = nullptr;
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i1 i1\ni2 i2 i2");
  what.resume = resume_mode::require;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i1\ni2 i2");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_late_refusal_suite
