#define CAF_SUITE schema_change_cleaner

#include "caf/test/unit_test.hpp"

#include <chrono>
#include <optional>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_cleaner_suite {

namespace {

struct cleaner_fixture : test::fixture {
  // How many rows the old table has after the first step to empty it.
  int64_t rows_after_one_step(bool indexes_first) {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
      "CREATE INDEX by_a ON x(a);"
      "INSERT INTO x VALUES(1, 1), (2, 2), (3, 3)");
    auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)");
    what.indexes_first = indexes_first;
    int64_t result = -1;
    world.on_trace = [&](moment when, const std::string& name) {
      if (result < 0 && when == moment::committed && name == "empty")
        result = app->integer("SELECT count(*) FROM _x_old");
    };
    CAF_CHECK(!change(what));
    CAF_CHECK_EQUAL(leftovers(), 0);
    return result;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(cleaner_tests, cleaner_fixture)

CAF_TEST(the indexes of the old table go before its rows) {
  CAF_CHECK_EQUAL(rows_after_one_step(false), 3);
}

CAF_TEST(no writer waits for a whole index to be dropped with indexes first) {
  CAF_CHECK_EQUAL(rows_after_one_step(true), 0);
}

CAF_TEST(a trigger of the user that is called like ours is kept) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
    "INSERT INTO x VALUES(1, 'no');"
    "CREATE TRIGGER _x_chg_mine AFTER INSERT ON x BEGIN SELECT 1; END");
  CAF_CHECK(change(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a CHECK(a > 'z'))")));
  CAF_CHECK(exists("_x_chg_mine"));
  CAF_CHECK_EQUAL(leftovers(), 1);
}

CAF_TEST(who is cancelled after the cut-over says that the table is changed) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(1, 1)");
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)");
  world.on_advance = [](status::state next) {
    if (next == status::state::close)
      throw test::crash{};
  };
  CAF_REQUIRE(crashed(what));
  world.on_advance = [](status::state next) {
    if (next == status::state::close)
      throw failure{status::ec::cancelled, schema_change::leftovers::resumable,
                    "cancelled"};
  };
  auto end = change(what);
  CAF_REQUIRE(end && end->code() == status::ec::cancelled);
  CAF_CHECK(end->after() == schema_change::leftovers::old_table);
  world.on_advance = nullptr;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(a copy that cannot be removed is not said to be gone) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(1, 1)");
  auto what
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a CHECK(a > 1))");
  what.lock_wait = std::chrono::milliseconds{1};
  std::optional<statement> reader;
  world.on_trace = [&](moment when, const std::string& of) {
    if (when == moment::began && of == "discard" && !reader)
      reader.emplace(app->prepare("SELECT * FROM x")).step();
  };
  auto end = change(what);
  CAF_REQUIRE(reader);
  CAF_CHECK(test::fails_with(end, status::ec::bad_argument, "CHECK"));
  CAF_CHECK(test::fails_with(end, status::ec::bad_argument, "the next start"));
  CAF_CHECK(end->after() == schema_change::leftovers::resumable);
  reader.reset();
  world.on_trace = nullptr;
  end = change(what);
  CAF_CHECK(end && end->after() == schema_change::leftovers::removed);
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_cleaner_suite
