#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

/// A table x that refers to p, and c that refers to x.
constexpr const char* family
  = "CREATE TABLE p(id INTEGER PRIMARY KEY, k TEXT UNIQUE); INSERT INTO p "
    "VALUES(1, 'p'); CREATE TABLE x(id INTEGER PRIMARY KEY, p REFERENCES p ON "
    "DELETE CASCADE, k TEXT UNIQUE); INSERT INTO x VALUES(1, 1, 'x'), (2, "
    "NULL, 'y'); CREATE TABLE c(x REFERENCES x ON DELETE CASCADE, k TEXT "
    "REFERENCES x(k)); INSERT INTO c VALUES(1, 'x'), (NULL, 'y')";

input related(const char* name, const char* columns, const char* more = "") {
  return {name, std::string{family} + more,
          std::string{"CREATE TABLE x("} + columns + ")"};
}

} // namespace

inputs odd_references() {
  return {
    related("references both ways",
            "id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE SET NULL, k "
            "TEXT UNIQUE"),
    related("references that are checked late",
            "id INTEGER PRIMARY KEY, p INT REFERENCES p DEFERRABLE INITIALLY "
            "DEFERRED, k TEXT UNIQUE"),
    related("a reference to itself",
            "id INTEGER PRIMARY KEY, p INT REFERENCES x(id), k TEXT UNIQUE "
            "REFERENCES x(k)"),
    related("a reference to a parent with triggers that refuse",
            "id INTEGER PRIMARY KEY, p INT REFERENCES p(id), k TEXT UNIQUE",
            "; CREATE TRIGGER t BEFORE DELETE ON p BEGIN SELECT RAISE(ABORT, "
            "'no'); END"),
    related("a reference that a row does not have",
            "id INTEGER PRIMARY KEY, p REFERENCES p, k TEXT UNIQUE REFERENCES "
            "p(k)")
      .undone("the row id=1 of x refers to no row of p"),
    related("a reference to itself that a row does not have",
            "id INTEGER PRIMARY KEY REFERENCES x(p), p UNIQUE, k TEXT UNIQUE")
      .undone("the row id=2 of x refers to no row of x"),
    related("a reference that was broken before",
            "id INTEGER PRIMARY KEY, p INT REFERENCES p, k TEXT UNIQUE",
            "; UPDATE x SET p = 77 WHERE id = 2; INSERT INTO c VALUES(99, "
            "'none')"),
    related("a reference to a table that is not there",
            "id INTEGER PRIMARY KEY, p REFERENCES nosuch, k TEXT UNIQUE")
      .refused("nosuch"),
    related("a reference to a column that is not there",
            "id INTEGER PRIMARY KEY, p REFERENCES p(nosuch), k TEXT UNIQUE")
      .refused("foreign key mismatch"),
    related("a reference to a column that is no key",
            "id INTEGER PRIMARY KEY, p REFERENCES x(p), k TEXT UNIQUE")
      .refused("foreign key mismatch"),
    related("a reference to a view",
            "id INTEGER PRIMARY KEY, p REFERENCES v, k TEXT UNIQUE",
            "; CREATE VIEW v AS SELECT 1 AS id")
      .refused("v"),
    related("a reference to the schema",
            "id INTEGER PRIMARY KEY, p REFERENCES sqlite_schema, k TEXT UNIQUE")
      .refused("sqlite_schema"),
    related("a reference of two columns to one",
            "id INTEGER PRIMARY KEY, p, k TEXT UNIQUE, FOREIGN KEY(p, k) "
            "REFERENCES p(id)")
      .refused("number of columns in foreign key"),
    related("a key that others refer to goes",
            "id INTEGER PRIMARY KEY, p INT, k TEXT")
      .refused("c"),
    related("a key that others refer to gets another collation",
            "id INTEGER PRIMARY KEY, p INT, k TEXT COLLATE NOCASE UNIQUE"),
    input{"a key that others refer to was blind to case",
          "CREATE TABLE x(k TEXT COLLATE NOCASE PRIMARY KEY); INSERT INTO x "
          "VALUES('a'); CREATE TABLE c(x TEXT REFERENCES x); INSERT INTO c "
          "VALUES('A')",
          "CREATE TABLE x(k TEXT PRIMARY KEY)"}
      .refused("c.x refers to x.k, which gets another collation"),
    related("a key that others refer to is computed",
            "id INTEGER PRIMARY KEY, p INT, k TEXT UNIQUE")
      .mapped("k", "upper(k)")
      .refused("c.k refers to x.k, which gets other values"),
    input{"a reference to a table that is not there, as before",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, p REFERENCES nosuch); INSERT "
          "INTO x VALUES(1, NULL)",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, p INT REFERENCES nosuch)"},
    input{"a chain of references that ends in itself",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, up REFERENCES x ON DELETE "
          "CASCADE); INSERT INTO x VALUES(1, 3), (2, 1), (3, 2)",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, up INT NOT NULL REFERENCES x "
          "ON DELETE CASCADE)"},
    input{"tables that refer to each other",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, y REFERENCES y); CREATE "
          "TABLE y(id INTEGER PRIMARY KEY, x REFERENCES x); INSERT INTO x "
          "VALUES(1, 1); INSERT INTO y VALUES(1, 1)",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, y INT REFERENCES y ON DELETE "
          "RESTRICT)"},
  };
}

} // namespace schema_change::test
