#define CAF_SUITE schema_change_foreign_key

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_foreign_key_suite {

namespace {

using test::stage;

struct foreign_key_fixture : test::busy_fixture {
  foreign_key_fixture() {
    write("PRAGMA foreign_keys=ON");
  }

  /// The table's rows at the last moment before the cut-over.
  void remember(const std::string& query) {
    world.on_trace = [this, query, trace = world.on_trace](
                       moment when, const std::string& what) {
      if (when == moment::began && what == "cut_over")
        remembered = read(query);
      trace(when, what);
    };
  }

  std::string remembered;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(foreign_key_tests, foreign_key_fixture)

CAF_TEST(actions of parents reach the table while it is copied) {
  for (std::string action : {"CASCADE", "SET NULL", "SET DEFAULT"}) {
    auto x
      = "CREATE TABLE x(id INTEGER PRIMARY KEY, p INT DEFAULT 1 REFERENCES "
        "parent(id) ON DELETE "
        + action + " ON UPDATE " + action;
    write("CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT);"
          + test::numbers(300) + "INSERT INTO parent SELECT n, 'p' FROM k;" + x
          + "); CREATE INDEX by_p ON x(p);" + test::numbers(1500)
          + "INSERT INTO x SELECT n, n % 300 + 1 FROM k");
    int step = 0;
    for (auto when : {stage::begun, stage::copying, stage::copied,
                      stage::checked, stage::swapping}) {
      auto i = std::to_string(10 * ++step);
      at(when, "DELETE FROM parent WHERE id IN (" + i + ", " + i
                 + " + 1); UPDATE parent SET id = id + 1000 WHERE id = " + i
                 + " + 2; INSERT OR REPLACE INTO parent VALUES(" + i
                 + " + 3, 'new')");
    }
    auto rows = "SELECT id, p FROM x ORDER BY id";
    remember(rows);
    CAF_CHECK(changed(wish("x", x + ", c TEXT DEFAULT 'c')")));
    CAF_CHECK_EQUAL(read(rows) == remembered, true);
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM parent"), "i290");
    write("DELETE FROM parent WHERE id = 200");
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM x WHERE p = 200"), "i0");
    write("DROP TABLE x; DROP TABLE parent");
  }
}

CAF_TEST(the copy never keeps the application from deleting a parent) {
  write(
    "CREATE TABLE parent(id INTEGER PRIMARY KEY);"
    "INSERT INTO parent VALUES(1), (2), (3);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, p REFERENCES parent);"
    "INSERT INTO x VALUES(1, 1), (2, 2), (3, NULL)");
  for (auto when : {stage::copied, stage::checked})
    at(when,
       "DELETE FROM x WHERE id = (SELECT min(id) FROM x); DELETE FROM parent "
       "WHERE id = (SELECT min(id) FROM parent)");
  CAF_CHECK(changed(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, p INT "
                         "REFERENCES parent(id) ON DELETE RESTRICT, c)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"),
                  "i3 n" + shown(value{}) + " n" + shown(value{}));
  CAF_CHECK_EQUAL(read("SELECT * FROM parent"), "i3");
}

CAF_TEST(tables that refer to the changed one go on doing so) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
    "CREATE TABLE child(x REFERENCES x ON DELETE CASCADE ON UPDATE CASCADE, "
    "code REFERENCES x(code) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);"
    + test::numbers(1200)
    + "INSERT INTO x SELECT n, 'c' || n FROM k; INSERT INTO child SELECT id, "
      "code FROM x");
  int step = 0;
  for (auto when : {stage::begun, stage::copying, stage::copied, stage::checked,
                    stage::swapping}) {
    auto i = std::to_string(100 * ++step);
    at(when, "DELETE FROM child WHERE x = " + i + " + 1; UPDATE x SET id = -id "
             "WHERE id = " + i + "; DELETE FROM x WHERE id = " + i + " + 1;"
             "INSERT INTO x VALUES(5000 + " + i + ", 'n' || " + i + ");"
             "INSERT INTO child VALUES(5000 + " + i + ", 'n' || " + i + ")");
  }
  remember("SELECT * FROM x ORDER BY id");
  CAF_CHECK(changed(wish("x",
                         "CREATE TABLE x(code TEXT NOT NULL UNIQUE, id INTEGER "
                         "PRIMARY KEY) STRICT")));
  CAF_CHECK(read("SELECT id, code FROM x ORDER BY id") == remembered);
  CAF_CHECK_EQUAL(read("SELECT count(*), count(code) FROM child"),
                  "i1200 i1200");
  write("DELETE FROM x WHERE id IN (7, 5100)");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM child"), "i1198");
  CAF_CHECK(sound());
}

CAF_TEST(a table may refer to itself) {
  auto x = std::string{
    "CREATE TABLE x(id INTEGER PRIMARY KEY, up INT REFERENCES x(id) ON DELETE "
    "CASCADE ON UPDATE CASCADE"};
  write(x + "); CREATE INDEX by_up ON x(up);" + test::numbers(1500)
        + "INSERT INTO x SELECT n, nullif(n / 3, 0) FROM k");
  int step = 0;
  for (auto when : {stage::begun, stage::copying, stage::copied, stage::checked,
                    stage::swapping}) {
    auto i = std::to_string(20 + 3 * ++step);
    at(when, "DELETE FROM x WHERE id = " + i + "; UPDATE x SET id = -id WHERE "
             "id = " + i + " + 1; INSERT INTO x VALUES(9000 + " + i + ", -"
             + i + " - 1)");
  }
  remember("SELECT * FROM x ORDER BY id");
  CAF_CHECK(changed(wish("x", x + ", c TEXT)")));
  CAF_CHECK(read("SELECT id, up FROM x ORDER BY id") == remembered);
  write("DELETE FROM x WHERE up IS NULL");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i0");
}

CAF_TEST(a parent key that gets other values is refused) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);"
    "INSERT INTO x VALUES(1, 'a'), (2, 'b');"
    "CREATE TABLE child(code TEXT REFERENCES x(code));"
    "INSERT INTO child VALUES('a')");
  auto mapped
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, code TEXT UNIQUE)");
  mapped.mapping["code"] = "upper(code)";
  CAF_CHECK(refused(mapped, "child"));
  write("DROP TABLE child; CREATE TABLE child(x REFERENCES x)");
  mapped.mapping = {{"id", "id + 1000"}};
  CAF_CHECK(refused(mapped, "child"));
  write("DROP TABLE child");
  CAF_CHECK(changed(mapped));
  CAF_CHECK_EQUAL(read("SELECT id FROM x"), "i1001\ni1002");
}

CAF_TEST(a parent key that compares differently is refused) {
  auto begin = [this](const std::string& code, const std::string& child) {
    write("DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS x;"
          "CREATE TABLE x(id INTEGER PRIMARY KEY, code " + code + " UNIQUE);"
          "INSERT INTO x VALUES(1, '7');"
          "CREATE TABLE child(code " + child + " REFERENCES x(code));"
          "INSERT INTO child VALUES('7')");
  };
  auto to = [this](const std::string& code) {
    return wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, code " + code
                       + " UNIQUE)");
  };
  begin("TEXT COLLATE NOCASE", "TEXT");
  CAF_CHECK(refused(to("TEXT"), "child"));
  begin("TEXT", "TEXT");
  CAF_CHECK(changed(to("TEXT COLLATE NOCASE")));
  begin("TEXT", "INT");
  CAF_CHECK(refused(to("BLOB"), "child"));
  begin("INT", "TEXT");
  CAF_CHECK(refused(to("TEXT"), "child"));
  begin("INT", "INT");
  CAF_CHECK(changed(to("TEXT")));
  begin("TEXT", "TEXT");
  CAF_CHECK(changed(to("INT")));
}

CAF_TEST(a table that is kept holds no parent back and takes no rows) {
  write(
    "CREATE TABLE parent(id INTEGER PRIMARY KEY); INSERT INTO parent VALUES(1);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, p REFERENCES parent);"
    "INSERT INTO x VALUES(1, 1)");
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, p INT REFERENCES "
                   "parent)");
  what.keep_old = true;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT \"table\" FROM pragma_foreign_key_check"),
                  "t'_x_old'");
  write("DELETE FROM x; DELETE FROM parent");
  std::string problem;
  try {
    write("INSERT INTO _x_old VALUES(2, 2)");
  } catch (const sqlite_error& e) {
    problem = e.what();
  }
  CAF_CHECK(problem.find("no such table") != std::string::npos);
  CAF_CHECK_EQUAL(read("SELECT * FROM _x_old"), "i1 i1");
}

CAF_TEST(an orphan that was one before is kept with a word) {
  write(
    "PRAGMA foreign_keys=OFF; CREATE TABLE parent(id INTEGER PRIMARY KEY);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, p REFERENCES parent);"
    "INSERT INTO x VALUES(1, 77)");
  CAF_CHECK(!change(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, p INT "
                         "REFERENCES parent)")));
  CAF_CHECK(world.noted("refers to no row of parent"));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i77");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_foreign_key_suite
