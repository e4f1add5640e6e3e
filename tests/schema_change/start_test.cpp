#define CAF_SUITE schema_change_start

#include "caf/test/unit_test.hpp"

#include <sqlite3.h>

#include "schema_change/fixture.hpp"

namespace schema_change {

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

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change
