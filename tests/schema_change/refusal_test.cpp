#define CAF_SUITE schema_change_refusal

#include "caf/test/unit_test.hpp"

#include <fstream>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_refusal_suite {

using status::ec;

namespace {

struct refusal_fixture : test::fixture {
  refusal_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT);"
      "INSERT INTO x VALUES(1, 'a', 2)");
    schema_ = schema();
  }

  std::string schema() {
    return read("SELECT group_concat(sql, ';') FROM sqlite_schema");
  }

  /// Whether a change is refused for this reason, with nothing touched.
  bool refused(const settings& what, const std::string& part) {
    auto problem = change(what);
    auto good = test::fails_with(problem, ec::bad_argument, part)
                && problem->after() == leftovers::untouched
                && world.states.empty() && schema() == schema_;
    if (!good && problem)
      CAF_MESSAGE("it said: " << problem->what());
    return good;
  }

  bool refused(const std::string& statement, const std::string& part) {
    return refused(wish("x", statement), part);
  }

  bool refused_mapping(const std::string& expression, const std::string& part) {
    auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b)");
    what.mapping["b"] = expression;
    return refused(what, part);
  }

  /// Prepares another schema than that of the constructor.
  void with(const std::string& sql) {
    write(sql);
    schema_ = schema();
  }

private:
  std::string schema_;
};

constexpr const char* fine
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c)";

} // namespace

CAF_TEST_FIXTURE_SCOPE(refusal_tests, refusal_fixture)

CAF_TEST(only one CREATE TABLE for the table is taken) {
  for (const auto* statement :
       {"", "nonsense", "CREATE TABLE y(id)", "CREATE TEMP TABLE x(id)",
        "CREATE TABLE x AS SELECT 1", "CREATE VIEW x AS SELECT 1",
        "CREATE VIRTUAL TABLE x USING fts5(a)", "DROP TABLE x",
        "CREATE TABLE x(id); DROP TABLE x", "ATTACH 'y' AS y",
        "CREATE TABLE temp.x(id)", "EXPLAIN CREATE TABLE x(id)",
        "PRAGMA journal_mode=off", "CREATE TABLE x(id, UNIQUE(y))"})
    CAF_CHECK(refused(statement, "the wanted table's statement"));
}

CAF_TEST(only ordinary tables can be changed) {
  with(
    "CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(a);"
    "CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT)");
  CAF_CHECK(refused(wish("y", "CREATE TABLE y(a)"), "has no table y"));
  CAF_CHECK(refused(wish("v", "CREATE TABLE v(a)"), "is a view"));
  CAF_CHECK(refused(wish("f", "CREATE TABLE f(a)"), "is a virtual"));
  CAF_CHECK(
    refused(wish("f_data", "CREATE TABLE f_data(a)"), "part of a virtual"));
  CAF_CHECK(refused(wish("sqlite_sequence", "CREATE TABLE sqlite_sequence(a)"),
                    "sqlite_sequence"));
}

CAF_TEST(a file that is no database is refused) {
  auto what = wish("x", fine);
  what.database = folder.file("text");
  CAF_CHECK(test::fails_with(change(what), ec::bad_argument, "no such"));
  std::ofstream{what.database} << std::string(5000, 'x');
  CAF_CHECK(test::fails_with(change(what), ec::bad_argument, "not a database"));
}

CAF_TEST(a table without a key that the new one keeps is refused) {
  with("DROP TABLE x; CREATE TABLE x(a, b)");
  CAF_CHECK(refused("CREATE TABLE x(a, b, c)", "has no key"));
  with("CREATE UNIQUE INDEX part ON x(a) WHERE b > 0");
  CAF_CHECK(refused("CREATE TABLE x(a, b, c)", "has no key"));
  with("CREATE UNIQUE INDEX key ON x(a); INSERT INTO x(a) VALUES(NULL)");
  CAF_CHECK(refused("CREATE TABLE x(a, b, c)", "it holds NULL"));
  with("UPDATE x SET a = 1");
  auto what = wish("x", "CREATE TABLE x(a, b, c)");
  what.mapping["a"] = "a + 1";
  CAF_CHECK(refused(what, "the new table has no column that holds a"));
  with("CREATE UNIQUE INDEX mixed ON x(a, b DESC)");
  CAF_CHECK(!change(wish("x", "CREATE TABLE x(a, b, c)")));
}

CAF_TEST(a unique index on an expression is refused) {
  with("CREATE UNIQUE INDEX lowered ON x(lower(a))");
  CAF_CHECK(refused(fine, "lowered"));
}

CAF_TEST(a column is not lost without leave) {
  CAF_CHECK(
    refused("CREATE TABLE x(id INTEGER PRIMARY KEY, b)", "no place for a"));
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, b)");
  what.allow_drop = true;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 i2");
}

CAF_TEST(a column that an expression uses is not lost) {
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, both TEXT)");
  what.mapping["BOTH"] = "a || '/' || b";
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 t'a/2'");
}

CAF_TEST(a column that needs a value must get one) {
  CAF_CHECK(
    refused("CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c "
            "NOT NULL)",
            "column c"));
}

CAF_TEST(an expression must be one deterministic expression over a row) {
  for (const auto* expression :
       {"random()", "(SELECT 1)", "EXISTS (SELECT 1)", "count(*)", "?",
        "nosuch", "\"nosuch\"", "b, 1", "b) AS y, (b", "b)) WHERE ((1",
        "b)) /*", "b /*", "", "b; DROP TABLE x", "strftime('%s', 'now')",
        "nosuch(b)", "row_number() OVER ()"})
    CAF_CHECK(refused_mapping(expression, "the expression for column b"));
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b)");
  what.mapping["b"] = "CASE a WHEN 'a' THEN 'it''s' END -- why";
  what.allow_drop = true;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 t'a' t'it''s'");
}

CAF_TEST(an expression for a column that is not there is refused) {
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, "
                   "g AS (b + 1))");
  what.mapping["nosuch"] = "1";
  CAF_CHECK(refused(what, "no such column"));
  what.mapping = {{"g", "1"}};
  CAF_CHECK(refused(what, "generated"));
}

CAF_TEST(an index that does not fit is not lost without leave) {
  with("CREATE INDEX by_a ON x(a); CREATE INDEX by_b ON x(b)");
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, b INT)");
  what.mapping["b"] = "b + length(a)";
  CAF_CHECK(refused(what, "the index by_a"));
  what.allow_drop = true;
  CAF_CHECK(!change(what));
  CAF_CHECK(!exists("by_a"));
  CAF_CHECK(exists("by_b"));
  CAF_CHECK(world.noted("by_a"));
}

CAF_TEST(a name that the user has taken is never touched) {
  for (const auto* name : {"_x_new", "_X_CHG", "_x_old"}) {
    with("CREATE TABLE " + in_quotes(name) + "(mine)");
    CAF_CHECK(refused(fine, "is taken"));
    with("DROP TABLE " + in_quotes(name));
  }
  with("CREATE TABLE _status_checkpoint(mine)");
  CAF_CHECK(refused(fine, "_status_checkpoint"));
}

CAF_TEST(what would break after the change is refused before it) {
  with("CREATE VIEW v AS SELECT a FROM x");
  auto lost = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, b INT)");
  lost.allow_drop = true;
  CAF_CHECK(refused(lost, "reading v"));
  with(
    "DROP VIEW v; CREATE TABLE y(a); CREATE TRIGGER t AFTER INSERT ON y "
    "BEGIN INSERT INTO x(a) VALUES(NEW.a); END");
  CAF_CHECK(refused(lost, "inserting into y"));
  with(
    "DROP TABLE y; CREATE TRIGGER t AFTER DELETE ON x BEGIN SELECT OLD.a; "
    "END");
  CAF_CHECK(refused(lost, "deleting from x"));
  with("DROP TRIGGER t; CREATE TABLE child(x REFERENCES x(id))");
  CAF_CHECK(refused("CREATE TABLE x(id INT, a TEXT, b INT)", "child"));
  with("DROP TABLE child");
  CAF_CHECK(
    refused("CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT "
            "REFERENCES nowhere)",
            "nowhere"));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_refusal_suite
