#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

constexpr const char* generated
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (a * 2), s TEXT AS (a "
    "|| '!') STORED); INSERT INTO x(id, a) VALUES(1, 5), (2, NULL)";

input became(const char* name, const char* statement) {
  return {name, generated, statement};
}

} // namespace

inputs odd_columns() {
  return {
    became("generated columns become values",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v INT, s TEXT)"),
    became("virtual becomes stored and the other way round",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (a * 2) STORED, "
           "s TEXT AS (a || '!'))"),
    became(
      "a generated column of generated columns",
      "CREATE TABLE x(id INTEGER PRIMARY KEY, w AS (s || v) UNIQUE, s TEXT "
      "AS (a || '!') STORED, v AS (a * 2), a INT)"),
    became("a generated column that goes",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, s TEXT AS (a))"),
    became("a value that is generated from now on",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT AS (id), v INT, s "
           "TEXT)")
      .refused("no place for a"),
    became("a generated column that is not NULL",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v INT NOT NULL AS (a "
           "* 2))")
      .undone("NOT NULL constraint failed: x.v, at the row id=2"),
    became("a generated column that cannot be computed",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (abs("
           "-9223372036854775807 - (a > 0))))")
      .undone("integer overflow, at the row id=1"),
    became("a stored column that cannot be computed",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (json(a || "
           "'}')) STORED)")
      .undone("malformed JSON, at the row id=1"),
    became("a CHECK over a generated column",
           "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (a * 2) CHECK "
           "(v <> 10))")
      .undone("CHECK constraint failed: v <> 10, at the row id=1"),
    input{"a key that is generated",
          "CREATE TABLE x(n INT NOT NULL, k INT NOT NULL AS (n * 2) STORED "
          "UNIQUE, v); INSERT INTO x(n, v) VALUES(1, 'a'), (2, 'b')",
          "CREATE TABLE x(n INT, k INT PRIMARY KEY, v TEXT)"},
    input{"a key that goes on being generated",
          "CREATE TABLE x(n INT NOT NULL, k INT NOT NULL AS (n * 2) STORED "
          "UNIQUE, v); INSERT INTO x(n, v) VALUES(1, 'a'), (2, 'b')",
          "CREATE TABLE x(n INT, k INT NOT NULL AS (n * 2) UNIQUE, v TEXT)"}
      .refused("the new table has no column that holds k"),
    input{"all columns but the key go", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY)"}
      .with(allow_drop),
    input{"a column goes without leave", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)"}
      .refused("the new table has no place for b of x"),
    input{"no column is the same", two_rows, "CREATE TABLE x(p, q, r)"}
      .with(allow_drop)
      .refused("no column that the old one could fill"),
    input{"a column that must have a value gets none", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c NOT NULL)"}
      .refused("column c of the new table is NOT NULL and gets no value"),
    input{"a column whose default is NULL and must not be", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c NOT NULL "
          "DEFAULT NULL)"}
      .undone("NOT NULL constraint failed: x.c, at the row id=1"),
    input{"the names of our own columns", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, _status_k1, "
          "_status_t1, _status_v1, k1, s, d, c, p1, seq)"},
    input{"nothing changes but the case of names", two_rows,
          "CREATE TABLE x(ID INTEGER PRIMARY KEY, A TEXT, B INT)"},
  };
}

} // namespace schema_change::test
