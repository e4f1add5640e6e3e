#include "schema_change/input/input.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change::test {

namespace {

/// A table of this name that becomes another one, with a neighbour that must
/// not be meant.
input called(const std::string& name) {
  auto x = schema_change::in_quotes(name);
  return input{"a table called " + name,
               "CREATE TABLE IF NOT EXISTS y(id INTEGER PRIMARY KEY, a);"
               "INSERT INTO y VALUES(1, 'y'); CREATE TABLE "
                 + x + "(id INTEGER PRIMARY KEY, a TEXT UNIQUE);"
                 + "INSERT INTO " + x + " VALUES(1, '1'), (2, '2');"
                 + "CREATE INDEX i ON " + x + "(a, id)",
               "CREATE TABLE " + x + "(id INTEGER PRIMARY KEY, a INT UNIQUE)"}
    .of(name);
}

/// The table x is asked for by a name that is none of its names.
input asked_as(const std::string& name) {
  return input{"x asked for as " + name, two_rows,
               "CREATE TABLE " + schema_change::in_quotes(name)
                 + "(id INTEGER PRIMARY KEY, a TEXT, b INT)"}
    .of(name)
    .refused("has no table " + name);
}

/// The application has this already.
input taken(const std::string& name, const std::string& object) {
  return input{"the name " + name + " is taken",
               two_rows + (";CREATE INDEX by_a ON x(a);" + object),
               "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT "
               "REFERENCES x(id))"}
    .refused("is taken");
}

input not_ours(const char* name, const char* setup, const char* part) {
  return input{std::string{"the table "} + name, setup,
               std::string{"CREATE TABLE "} + name + "(a)"}
    .of(name)
    .refused(part);
}

} // namespace

inputs odd_names() {
  return {
    called("\""),
    called("'"),
    called("`"),
    called("a\"\"b"),
    called("]["),
    called("%"),
    called("_"),
    called("?1"),
    called(":a"),
    called("--"),
    called("main.y"),
    called("temp"),
    called("table"),
    called(" "),
    called("x\ty"),
    called("y\"; DROP TABLE y; --"),
    called("y'); DROP TABLE y; --"),
    called("\xf0\x9f\x92\xbe"),
    called("\xc3\x84rger \xe8\xa1\xa8 \xd7\x90"),
    called("\xff\xfe"),
    called("../../etc/passwd"),
    called(std::string(3000, 'n')),
    asked_as("main.x"),
    asked_as("\"x\""),
    asked_as("x "),
    asked_as("x\"; DROP TABLE x; --"),
    asked_as("temp.x"),
    asked_as("%"),
    not_ours("sqlite_schema", two_rows, "belongs to SQLite"),
    not_ours("sqlite_stat1",
             "CREATE TABLE x(a); INSERT INTO x VALUES(1);"
             "CREATE INDEX i ON x(a); ANALYZE",
             "belongs to SQLite"),
    not_ours("_status_checkpoint", "CREATE TABLE _status_checkpoint(a)",
             "_status_checkpoint"),
    not_ours("x_data", "CREATE VIRTUAL TABLE x USING fts5(a)",
             "part of a virtual table"),
    taken("_x_new", "CREATE VIEW _x_new AS SELECT 1"),
    taken("_X_NEW", "CREATE TABLE _X_NEW(a)"),
    taken("_x_new_1", "CREATE TABLE _x_new_1(a)"),
    taken("_x_new_key", "CREATE INDEX _x_new_key ON x(b)"),
    taken("_x_old", "CREATE INDEX _x_old ON x(b)"),
    taken("_x_old_1", "CREATE TABLE _x_old_1(a)"),
    taken("_x_chg", "CREATE TABLE _x_chg(a)"),
    taken("_x_chg_parents", "CREATE TABLE _x_chg_parents(a)"),
    taken("_x_new_fk1", "CREATE TABLE _x_new_fk1(a)"),
    taken("_x_chg_insert",
          "CREATE TRIGGER _x_chg_insert AFTER INSERT ON x BEGIN SELECT 1; END"),
    taken("_status_checkpoint", "CREATE VIEW _status_checkpoint AS SELECT 1")
      .refused("has a _status_checkpoint that is not a table of this version"),
    taken("_status_sentinel", "CREATE VIEW _status_sentinel AS SELECT 1")
      .with([](settings& x) { x.defer_cut_over = true; }),
    taken("_status_sentinel", "CREATE INDEX _status_sentinel ON x(b)")
      .with([](settings& x) { x.defer_cut_over = true; }),
    // A name that only looks like one of ours.
    input{"an index called _status_b",
          two_rows + std::string{";CREATE INDEX _status_b ON x(b)"},
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b REAL)"},
    input{"a view called _status_a",
          two_rows + std::string{";CREATE VIEW _status_a AS SELECT a FROM x"},
          "CREATE TABLE x(id INTEGER PRIMARY KEY, b REAL)"}
      .with(allow_drop)
      .refused("reading _status_a"),
    input{"a trigger called _status_t",
          two_rows
            + std::string{";CREATE TRIGGER _status_t AFTER DELETE ON x BEGIN "
                          "DELETE FROM x WHERE a = OLD.a; END"},
          "CREATE TABLE x(id INTEGER PRIMARY KEY, b REAL)"}
      .with(allow_drop)
      .refused("deleting from x"),
  };
}

} // namespace schema_change::test
