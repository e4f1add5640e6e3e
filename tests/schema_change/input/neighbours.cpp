#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

constexpr const char* retyped
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)";
constexpr const char* without_a = "CREATE TABLE x(id INTEGER PRIMARY KEY, b)";

/// Something of the application that goes on beside the table.
input beside(const char* name, const std::string& object) {
  return {name, std::string{two_rows} + ";" + object, retyped};
}

/// Something that needs the column which goes.
input needy(const char* name, const std::string& object) {
  return input{name, std::string{two_rows} + ";" + object, without_a}.with(
    allow_drop);
}

} // namespace

inputs odd_neighbours() {
  return {
    beside("views over views",
           "CREATE VIEW v AS SELECT a, b FROM x; CREATE "
           "VIEW w AS SELECT * FROM v JOIN v USING(a)"),
    beside("a view that names the database",
           "CREATE VIEW v AS SELECT a FROM main.x"),
    beside("a view that was broken before",
           "CREATE VIEW v AS SELECT nosuch FROM x; CREATE VIEW w AS SELECT * "
           "FROM nosuch"),
    beside("a view of itself",
           "CREATE VIEW v AS SELECT * FROM w; CREATE VIEW "
           "w AS SELECT * FROM v"),
    beside("triggers that refuse all writes",
           "CREATE TRIGGER i BEFORE INSERT ON x BEGIN SELECT RAISE(ABORT, "
           "'no'); END; CREATE TRIGGER d BEFORE DELETE ON x BEGIN SELECT "
           "RAISE(IGNORE); END"),
    beside("a trigger that writes to its own table",
           "CREATE TRIGGER t AFTER UPDATE ON x BEGIN INSERT OR REPLACE INTO x "
           "VALUES(NEW.id, 'new', 0); END"),
    beside("a trigger that calls the application",
           "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT nosuch(NEW.a); "
           "END"),
    beside("a trigger that was broken before",
           "CREATE TRIGGER t AFTER INSERT ON x BEGIN INSERT INTO nosuch "
           "VALUES(1); END"),
    beside("a trigger on a view over it",
           "CREATE VIEW v AS SELECT * FROM x; CREATE TRIGGER t INSTEAD OF "
           "INSERT ON v BEGIN INSERT INTO x VALUES(NEW.id, NEW.a, NEW.b); END"),
    beside("a trigger with a hundred statements",
           [] {
             std::string sql = "CREATE TRIGGER t AFTER INSERT ON x BEGIN ";
             for (int i = 0; i < 100; ++i)
               sql += "UPDATE x SET a = a || '" + std::to_string(i) + "'; ";
             return sql + "END";
           }()),
    beside("indexes of all kinds",
           "CREATE INDEX e ON x(a || b, lower(a) DESC); CREATE INDEX p ON x(b) "
           "WHERE a IS NOT NULL; CREATE UNIQUE INDEX u ON x(b DESC, a COLLATE "
           "NOCASE); CREATE INDEX \"od\"\"d ]name\" ON x(a)"),
    beside("an index on a text in double quotes",
           "CREATE INDEX i ON x(b) WHERE a <> 'none'"),
    beside("statistics", "CREATE INDEX i ON x(b); ANALYZE"),
    beside("a full text index over it",
           "CREATE VIRTUAL TABLE f USING fts5(a, content = 'x', content_rowid "
           "= 'id'); INSERT INTO f(f) VALUES('rebuild'); CREATE TRIGGER t "
           "AFTER INSERT ON x BEGIN INSERT INTO f(rowid, a) VALUES(NEW.id, "
           "NEW.a); END"),
    beside("an rtree beside it",
           "CREATE VIRTUAL TABLE r USING rtree(id, x0, "
           "x1); INSERT INTO r SELECT id, b, b FROM x"),
    beside("tables that are named alike",
           "CREATE TABLE x_new(a); CREATE TABLE x_old(a); CREATE TABLE x1(a); "
           "CREATE TABLE _x(a); CREATE TABLE _x_chg_(a); INSERT INTO _x "
           "VALUES(1)"),
    beside("versions of the application",
           "PRAGMA user_version = 7; PRAGMA application_id = -9"),
    needy("a view needs what goes", "CREATE VIEW v AS SELECT a FROM x")
      .refused("reading v"),
    needy("a view over a view needs what goes",
          "CREATE VIEW v AS SELECT * FROM x; CREATE VIEW w AS SELECT a FROM v")
      .refused("reading w"),
    needy("a trigger needs what goes",
          "CREATE TRIGGER t AFTER DELETE ON x BEGIN SELECT OLD.a; END")
      .refused("deleting from x"),
    needy("a trigger of another table needs what goes",
          "CREATE TABLE y(q); CREATE TRIGGER t AFTER INSERT ON y BEGIN INSERT "
          "INTO x(a) VALUES(NEW.q); END")
      .refused("inserting into y"),
    needy("a trigger waits for what goes",
          "CREATE TRIGGER t AFTER UPDATE OF a ON x BEGIN SELECT 1; END")
      .refused("t"),
    input{"a view is no table", "CREATE VIEW x AS SELECT 1 AS a",
          "CREATE TABLE x(a)"}
      .refused("x is a view"),
    input{"a full text index is no table",
          "CREATE VIRTUAL TABLE x USING fts5(a)", "CREATE TABLE x(a)"}
      .refused("x is a virtual table"),
    input{"an rtree is no table",
          "CREATE VIRTUAL TABLE x USING rtree(id, x0, x1)", "CREATE TABLE x(a)"}
      .refused("x is a virtual table"),
    input{"an index is no table",
          two_rows
            + std::string{";CREATE INDEX i ON "
                          "x(a)"},
          "CREATE TABLE i(a)"}
      .of("i")
      .refused("has no table i"),
    input{"an index that needs what goes",
          two_rows + std::string{";CREATE INDEX i ON x(b) WHERE a > ''"},
          "CREATE TABLE x(id INTEGER PRIMARY KEY, b, c)"}
      .mapped("c", "a")
      .refused("the index i cannot be created on the new x"),
  };
}

} // namespace schema_change::test
