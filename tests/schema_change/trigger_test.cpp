#define CAF_SUITE schema_change_trigger

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_trigger_suite {

namespace {

struct trigger_fixture : test::busy_fixture {
  trigger_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT);"
      "CREATE TABLE seen(what);"
      "INSERT INTO x VALUES(1, 'a', 2), (2, 'b', 3)");
  }

  /// The same columns, but for one.
  settings without_a() {
    auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, b INT)");
    what.allow_drop = true;
    return what;
  }

  settings with_more() {
    return wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b "
                "INT, c DEFAULT 0)");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(trigger_tests, trigger_fixture)

CAF_TEST(triggers of every event fire once per change before and after) {
  for (std::string when : {"BEFORE", "AFTER"})
    for (std::string event : {"INSERT", "UPDATE", "UPDATE OF b", "DELETE"})
      write("CREATE TRIGGER \"" + when + " " + event + "\" " + when + " "
            + event + " ON x WHEN 1 BEGIN INSERT INTO seen VALUES('" + when
            + " " + event + "'); END");
  auto work = std::string{
    "INSERT INTO x(id, a, b) VALUES(9, 'n', 1); UPDATE x SET a = 'm' WHERE id "
    "= 9;"
    "UPDATE x SET b = 7 WHERE id = 9; DELETE FROM x WHERE id = 9;"};
  write(work);
  auto once = read("SELECT what, count(*) FROM seen GROUP BY 1");
  write("DELETE FROM seen");
  always(work);
  CAF_CHECK(changed(with_more()));
  CAF_CHECK_EQUAL(read("SELECT what, count(*) / 5 FROM seen GROUP BY 1"), once);
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM seen WHERE what = 'AFTER UPDATE'"),
                  "i10");
  write("DELETE FROM seen;" + work);
  CAF_CHECK_EQUAL(read("SELECT what, count(*) FROM seen GROUP BY 1"), once);
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM sqlite_schema WHERE type = "
                       "'trigger'"),
                  "i8");
}

CAF_TEST(a trigger that writes to its own table is followed) {
  write(
    "CREATE TRIGGER stamp AFTER UPDATE ON x BEGIN UPDATE x SET b = b + 100 "
    "WHERE id = NEW.id; END;"
    "CREATE TRIGGER twin AFTER INSERT ON x WHEN NEW.id < 1000 BEGIN INSERT "
    "INTO x(id, a, b) VALUES(NEW.id + 1000, NEW.a, 0); END");
  always(
    "UPDATE x SET a = a || '.'; INSERT INTO x(a, b) SELECT 'new', count(*) "
    "FROM x WHERE id < 1000 LIMIT 1");
  at(test::stage::checked, "INSERT INTO x(id, a, b) VALUES(50, 'fifty', 5)");
  auto model = std::string{};
  world.on_trace
    = [&, trace = world.on_trace](moment when, const std::string& what) {
        if (when == moment::began && what == "cut_over")
          model = read("SELECT id, a, b, 0 FROM x ORDER BY id");
        trace(when, what);
      };
  CAF_CHECK(changed(with_more()));
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY id"), model);
}

CAF_TEST(a trigger for updates of a column that goes away is refused) {
  write(
    "CREATE TRIGGER on_a AFTER UPDATE OF a ON x BEGIN INSERT INTO seen "
    "VALUES(1); END");
  CAF_CHECK(refused(without_a(), "on_a"));
  auto renamed
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, title TEXT, b INT)");
  renamed.mapping["title"] = "a";
  CAF_CHECK(refused(renamed, "on_a"));
  write(
    "DROP TRIGGER on_a; CREATE TRIGGER on_a BEFORE UPDATE OF b, \"A\" ON x "
    "BEGIN INSERT INTO seen VALUES(1); END");
  CAF_CHECK(refused(renamed, "on_a"));
  write(
    "DROP TRIGGER on_a; CREATE TRIGGER on_all AFTER UPDATE ON x BEGIN INSERT "
    "INTO seen VALUES(1); END;"
    "CREATE TRIGGER on_b AFTER UPDATE OF B ON x BEGIN INSERT INTO seen "
    "VALUES(2); END");
  CAF_CHECK(changed(renamed));
  write("UPDATE x SET b = 1 WHERE id = 1");
  CAF_CHECK_EQUAL(read("SELECT what FROM seen ORDER BY 1"), "i1\ni2");
}

CAF_TEST(a trigger that calls the application is not silenced either) {
  write(
    "CREATE TRIGGER on_a AFTER UPDATE OF a ON x BEGIN SELECT app_one(NEW.a), "
    "app_two(OLD.a); END");
  auto renamed
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, title TEXT, b INT)");
  renamed.mapping["title"] = "a";
  CAF_CHECK(refused(renamed, "on_a"));
}

CAF_TEST(a trigger on a view loses no column without a word) {
  write(
    "CREATE VIEW v AS SELECT * FROM x;"
    "CREATE TRIGGER v_a INSTEAD OF UPDATE OF a ON v BEGIN INSERT INTO seen "
    "VALUES(1); END;"
    "CREATE TRIGGER v_b INSTEAD OF UPDATE OF b ON v BEGIN INSERT INTO seen "
    "VALUES(2); END");
  CAF_CHECK(refused(without_a(), "v_a"));
}

CAF_TEST(triggers on views go on writing to the new table) {
  write(
    "CREATE VIEW v AS SELECT id, a FROM x;"
    "CREATE TRIGGER v_insert INSTEAD OF INSERT ON v BEGIN INSERT INTO x(a, b) "
    "VALUES(NEW.a, 0); END;"
    "CREATE TRIGGER v_update INSTEAD OF UPDATE OF a ON v BEGIN UPDATE x SET a "
    "= NEW.a WHERE id = OLD.id; END;"
    "CREATE TRIGGER v_delete INSTEAD OF DELETE ON v BEGIN DELETE FROM x WHERE "
    "id = OLD.id; END");
  always(
    "INSERT INTO v(a) VALUES('v'); UPDATE v SET a = a || '+' WHERE id = 2;"
    "DELETE FROM v WHERE a = 'v' AND id > 4");
  CAF_CHECK(changed(with_more()));
  CAF_CHECK_EQUAL(read("SELECT id, a FROM x"),
                  "i1 t'a'\ni2 t'b+++++'\ni3 t'v'\ni4 t'v'");
  write("UPDATE v SET a = 'w'; DELETE FROM v WHERE id > 1");
  CAF_CHECK_EQUAL(read("SELECT id, a FROM x"), "i1 t'w'");
}

CAF_TEST(triggers and views that name a column that goes away are refused) {
  for (
    const auto* sql :
    {"CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT NEW.a; END",
     "CREATE TRIGGER t BEFORE DELETE ON x WHEN OLD.a = 1 BEGIN SELECT 1; END",
     "CREATE TRIGGER t AFTER INSERT ON seen BEGIN UPDATE x SET a = 1; END",
     "CREATE TRIGGER t AFTER INSERT ON seen BEGIN INSERT INTO x VALUES(9, 8, "
     "7); END",
     "CREATE TRIGGER t AFTER DELETE ON seen BEGIN DELETE FROM x WHERE a = 1; "
     "END",
     "CREATE TRIGGER t AFTER UPDATE ON seen BEGIN INSERT INTO seen SELECT a "
     "FROM x; END",
     "CREATE VIEW t AS SELECT id, a FROM x",
     "CREATE VIEW t(id, a, b) AS SELECT * FROM x",
     "CREATE VIEW t AS WITH w AS (SELECT x.a FROM x) SELECT * FROM w"}) {
    write(sql);
    CAF_CHECK(refused(without_a(), "would no longer work"));
    write(std::string{sql}.find("VIEW") == std::string::npos ? "DROP TRIGGER t"
                                                             : "DROP VIEW t");
  }
}

CAF_TEST(what was broken before is not held against the change) {
  write(
    "CREATE VIEW broken AS SELECT nosuch FROM x; CREATE TRIGGER t AFTER INSERT "
    "ON seen BEGIN INSERT INTO gone VALUES(1); END;"
    "CREATE VIEW of_app AS SELECT app_function(a) FROM x");
  CAF_CHECK(changed(with_more()));
  CAF_CHECK(exists("broken"));
  CAF_CHECK(exists("of_app"));
  CAF_CHECK(exists("t"));
}

CAF_TEST(a trigger that comes during the run is kept or refused) {
  at(test::stage::checked,
     "CREATE TRIGGER late AFTER INSERT ON x BEGIN INSERT "
     "INTO seen VALUES(NEW.a); END");
  CAF_CHECK(changed(with_more()));
  write("INSERT INTO x(a) VALUES('fires')");
  CAF_CHECK_EQUAL(read("SELECT * FROM seen"), "t'fires'");
  write("DELETE FROM x WHERE a = 'fires'");
  at(test::stage::checked,
     "CREATE TRIGGER on_a AFTER UPDATE OF c ON x BEGIN SELECT NEW.c; END");
  auto what
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT)");
  what.allow_drop = true;
  auto before = read("SELECT * FROM x");
  CAF_CHECK(test::fails_with(change(what), status::ec::bad_argument, "on_a"));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), before);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_trigger_suite
