#define CAF_SUITE schema_change_start

#include "caf/test/unit_test.hpp"

#include <sqlite3.h>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_start_suite {

using status::ec;

namespace {

/// Counts the looks for NULL that happen while writers wait, on connections
/// that open while it lives.
class looks_for_null {
public:
  looks_for_null() {
    count = 0;
    writing = false;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(attach));
  }

  looks_for_null(const looks_for_null&) = delete;

  looks_for_null& operator=(const looks_for_null&) = delete;

  ~looks_for_null() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(attach));
  }

  static int count;
  static bool writing;

private:
  static int attach(sqlite3* db, char**, const void*) {
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, look, nullptr);
  }

  static int look(unsigned, void*, void* statement, void*) {
    std::string sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    if (writing && sql.find("IS NULL LIMIT 1") != std::string::npos)
      ++count;
    return 0;
  }
};

int looks_for_null::count = 0;
bool looks_for_null::writing = false;

struct start_fixture : test::fixture {
  int looks_while_writing(const std::string& table) {
    write(table);
    looks_for_null seen;
    world.on_trace = [](moment when, const std::string&) {
      looks_for_null::writing = when != moment::committed;
    };
    CAF_CHECK(!change(wish("x",
                           "CREATE TABLE x(a INT, b INT, c ANY, "
                           "PRIMARY KEY(a, b))")));
    return looks_for_null::count;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(start_tests, start_fixture)

CAF_TEST(no writer waits until all keys are known to have values) {
  CAF_CHECK_EQUAL(
    looks_while_writing("CREATE TABLE x(a INT, b INT, c, PRIMARY KEY(a, "
                        "b)); INSERT INTO x VALUES(1, 2, 3)"),
    0);
}

CAF_TEST(a key without a value that comes just before the change log is found) {
  write(
    "CREATE TABLE x(a INT, b INT, PRIMARY KEY(a, b));"
    "INSERT INTO x VALUES(1, 1), (2, 2)");
  auto what
    = wish("x", "CREATE TABLE x(a INT NOT NULL, b INT, PRIMARY KEY(a, b))");
  world.on_trace = [&](moment when, const std::string& name) {
    // As if it had come just before: what the log has of it is taken away.
    if (when == moment::committed && name == "set_up")
      write("INSERT INTO x VALUES(1, NULL); DELETE FROM _x_chg");
  };
  CAF_CHECK(test::fails_with(change(what), ec::bad_argument, "holds NULL"));
  CAF_CHECK_EQUAL(leftovers(), 0);
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i3");
}

CAF_TEST(a key without a value is found when the run before had not looked yet) {
  write(
    "CREATE TABLE x(a INT, b INT, PRIMARY KEY(a, b));"
    "INSERT INTO x VALUES(1, 1), (2, 2)");
  auto what
    = wish("x", "CREATE TABLE x(a INT NOT NULL, b INT, PRIMARY KEY(a, b))");
  world.on_trace = [&](moment when, const std::string& name) {
    if (when == moment::committed && name == "set_up") {
      write("INSERT INTO x VALUES(1, NULL); DELETE FROM _x_chg");
      throw test::crash{};
    }
  };
  CAF_CHECK(crashed(what));
  world.on_trace = nullptr;
  CAF_CHECK(test::fails_with(change(what), ec::bad_argument, "holds NULL"));
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i3");
}

CAF_TEST(it is said when values without columns would land in other columns) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a, b)");
  CAF_CHECK(!change(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, A INT, "
                         "b)")));
  CAF_CHECK(!world.noted("without naming"));
  CAF_CHECK(!change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, b, a)")));
  CAF_CHECK(world.noted("puts values into other columns"));
}

CAF_TEST(a cancel is heard while a key is looked through for absent values) {
  write(
    "CREATE TABLE x(a INT NOT NULL, b INT, UNIQUE(a, b)); WITH RECURSIVE k(n) "
    "AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 20000) INSERT INTO x "
    "SELECT n, n FROM k");
  auto what = wish("x", "CREATE TABLE x(a INT, b TEXT, UNIQUE(a, b))");
  world.cancel = true;
  CAF_CHECK(test::fails_with(change(what), ec::cancelled, "cancelled"));
  CAF_CHECK_EQUAL(leftovers(), 0);
  world.cancel = false;
  world.on_trace = [this](moment when, const std::string& step) {
    world.cancel = when == moment::committed && step == "copy";
  };
  CAF_CHECK(test::fails_with(change(what), ec::cancelled, "cancelled"));
  // What is copied is known, although this start has claimed nothing yet.
  auto again = std::make_unique<engine>(what, world);
  CAF_CHECK(
    test::fails_with(test::outcome(*again), ec::cancelled, "cancelled"));
  CAF_CHECK(again->numbers().rows_copied > 0);
  again.reset();
  CAF_CHECK_EQUAL(world.states.size(), 1u);
  world.cancel = false;
  world.on_trace = nullptr;
  world.notes.clear();
  CAF_CHECK(!change(what));
  CAF_CHECK(world.noted("resumed the unfinished change of x"));
}

CAF_TEST(a change that is given up says nothing of rows) {
  write("CREATE TABLE x(a INT PRIMARY KEY); INSERT INTO x VALUES(1), (2)");
  world.on_advance = [this](status::state next) {
    world.cancel = next == status::state::checksum;
  };
  CAF_CHECK(change(wish("x", "CREATE TABLE x(a TEXT PRIMARY KEY)")));
  world.cancel = false;
  world.on_advance = nullptr;
  auto back = wish("x", "CREATE TABLE x(a INT PRIMARY KEY)");
  back.resume = resume_mode::never;
  for (auto first : {true, false}) {
    engine x{back, world};
    CAF_CHECK(!test::outcome(x));
    CAF_CHECK_EQUAL(x.numbers().given_up, first);
    CAF_CHECK_EQUAL(x.numbers().rows_copied, 0u);
    CAF_CHECK_EQUAL(leftovers(), 0);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_start_suite
