#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

constexpr const char* no_key = "has no key that its rows keep";

/// A table of these columns and rows that becomes another one.
input keyed(const char* name, const std::string& from, const std::string& rows,
            const std::string& to) {
  return {name, "CREATE TABLE x(" + from + "; INSERT INTO x VALUES" + rows,
          "CREATE TABLE x(" + to};
}

} // namespace

inputs odd_keys() {
  return {
    keyed("no key at all", "a, b)", "(1, 2)", "a, b INT)").refused(no_key),
    keyed("no key at all and no rows", "a, b); DELETE FROM x", "(1, 2)",
          "a INTEGER PRIMARY KEY, b INT)")
      .refused(no_key),
    keyed("a key that may be NULL and is not", "a UNIQUE, b)", "(1, 2), (3, 4)",
          "a UNIQUE, b INT)"),
    keyed("a key that is NULL", "a UNIQUE, b)", "(1, 2), (NULL, 4)",
          "a UNIQUE, b INT)")
      .refused("it holds NULL"),
    keyed("a PRIMARY KEY that is NULL", "a TEXT PRIMARY KEY, b)",
          "(NULL, 1), (NULL, 2)", "a TEXT PRIMARY KEY, b INT)")
      .refused("it holds NULL"),
    keyed("one of two keys is NULL", "a UNIQUE, b UNIQUE)",
          "(NULL, 1), (NULL, 2)", "a TEXT, b)"),
    keyed("a composite key with one NULL", "a, b, c, PRIMARY KEY(a, b))",
          "(1, 1, 1), (1, NULL, 2)", "a, b, c INT, PRIMARY KEY(a, b))")
      .refused("(a, b): it holds NULL"),
    keyed("a key in both directions", "a, b, c, PRIMARY KEY(a DESC, b))",
          "(1, 1, 1)", "a, b, c INT)")
      .refused("mixes ASC and DESC"),
    keyed("a key that becomes one in both directions",
          "a, b, c, PRIMARY KEY(a, b)) WITHOUT ROWID",
          "(1, 1, 1), (1, 2, 2), (2, 1, 3)",
          "a, b, c INT, PRIMARY KEY(a DESC, b)) WITHOUT ROWID"),
    keyed("INTEGER PRIMARY KEY DESC is no rowid",
          "id INTEGER PRIMARY KEY DESC, a)", "(2, 'x'), (1, 'y')",
          "id INTEGER PRIMARY KEY, a TEXT)"),
    keyed("the same column twice in a key",
          "a INT, b, PRIMARY KEY(a, a)) WITHOUT ROWID", "(1, 2), (2, 3)",
          "a INT, b INT, PRIMARY KEY(a, b, a)) WITHOUT ROWID"),
    keyed("a key of all columns",
          "a INT, b INT, c INT, PRIMARY KEY(c, b, a)) WITHOUT ROWID",
          "(1, 2, 3), (3, 2, 1)", "a INT, b INT, c INT, PRIMARY KEY(a, b, c))"),
    keyed("a key of one column more", "a TEXT PRIMARY KEY, b INT)",
          "('a', 1), ('b', 1)", "a TEXT, b INT, PRIMARY KEY(b, a))"),
    keyed("a key of one column less", "a INT, b INT, PRIMARY KEY(a, b))",
          "(1, 1), (1, 2)", "a INT PRIMARY KEY, b INT)")
      .undone("UNIQUE constraint failed: x.a, at the row (a, b)=(1, 2)"),
    keyed("a key without regard to case", "k TEXT COLLATE NOCASE PRIMARY KEY)",
          "('a'), ('B'), ('\xc3\xa4'), ('\xc3\x84')", "k TEXT PRIMARY KEY)"),
    keyed("a key that gets blind to case", "k TEXT PRIMARY KEY)",
          "('a'), ('A')", "k TEXT COLLATE NOCASE PRIMARY KEY)")
      .undone("UNIQUE constraint failed: x.k"),
    keyed("a key whose index has another collation",
          "k TEXT NOT NULL, v); CREATE UNIQUE INDEX i ON x(k COLLATE NOCASE)",
          "('a', 1)", "k TEXT, v INT)")
      .refused("another collation than its column"),
    keyed("a key that is blind to blanks", "k TEXT COLLATE RTRIM PRIMARY KEY)",
          "('a'), (' a'), ('b  ')",
          "k TEXT COLLATE RTRIM PRIMARY KEY) WITHOUT ROWID"),
    keyed("bytes as keys", "k BLOB PRIMARY KEY)",
          "(x''), (x'00'), (x'0000'), (x'ff'), (''), ('a'), (zeroblob(5000))",
          "k BLOB PRIMARY KEY) WITHOUT ROWID"),
    keyed("bytes as keys that become text", "k BLOB PRIMARY KEY)", "(x'61')",
          "k TEXT PRIMARY KEY)")
      .refused("its values cannot be told apart"),
    keyed("keys of every type", "k PRIMARY KEY)",
          "(1), ('1'), (x'31'), (1.5), (''), (9e999), (-9e999), (5e-324), "
          "(9007199254740993), (9007199254740992.0)",
          "k PRIMARY KEY) WITHOUT ROWID"),
    keyed("numbers at the ends as keys", "k REAL PRIMARY KEY)",
          "(9e999), (-9e999), (-0.0), (5e-324), (1.7976931348623157e308)",
          "k REAL PRIMARY KEY) WITHOUT ROWID"),
    keyed("infinity as a text", "k REAL PRIMARY KEY)", "(-9e999), (1.5)",
          "k TEXT PRIMARY KEY)")
      .undone("the row k=-inf of x has a key that the new type would change"),
    keyed("a key that its new type rounds", "k TEXT PRIMARY KEY)",
          "('1'), ('9007199254740993.5')", "k REAL PRIMARY KEY)")
      .undone("has a key that the new type would change"),
    keyed("two keys that become one", "k TEXT PRIMARY KEY)", "('1'), ('01')",
          "k INT PRIMARY KEY)")
      .undone("the row k='01' of x has a key that the new type would change"),
    keyed("rowids at the ends of 64 bits", "id INTEGER PRIMARY KEY, a)",
          "(9223372036854775807, 1), (-9223372036854775808, 2), (0, 3)",
          "id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)"),
    keyed("a rowid that ends the numbers, of no column",
          "k TEXT PRIMARY KEY); INSERT INTO x(rowid, k) VALUES"
          "(9223372036854775807, 'z')",
          "('a')", "k TEXT PRIMARY KEY) STRICT"),
    keyed("a key that becomes a rowid", "k INT PRIMARY KEY, a) WITHOUT ROWID",
          "(-5, 'x'), (9223372036854775807, 'y')",
          "k INTEGER PRIMARY KEY, a TEXT)"),
    keyed("a key that cannot become a rowid", "k PRIMARY KEY) WITHOUT ROWID",
          "(1), ('a')", "k INTEGER PRIMARY KEY)")
      .refused("its values cannot be told apart"),
    keyed("columns that hide the rowid",
          "rowid TEXT, oid TEXT, _rowid_ TEXT, k INT PRIMARY KEY)",
          "(1, 2, 3, 4)",
          "rowid INT, oid INT, _rowid_ INT, k INT PRIMARY KEY) WITHOUT ROWID")
      .refused("its rows cannot be addressed"),
    keyed("a rowid under one of its other names",
          "rowid TEXT, oid TEXT, _rowid_ INTEGER PRIMARY KEY)", "(1, 2, 3)",
          "rowid TEXT, oid INTEGER PRIMARY KEY, _rowid_ INT)"),
    keyed("a unique index on an expression",
          "id INTEGER PRIMARY KEY, a); CREATE UNIQUE INDEX i ON x(lower(a))",
          "(1, 'a')", "id INTEGER PRIMARY KEY, a TEXT)")
      .refused("the unique index i of x is on an expression"),
    keyed("a key of a part of the rows only",
          "a INT, b); CREATE UNIQUE INDEX i ON x(a) WHERE b > 0", "(1, 1)",
          "a INT, b INT)")
      .refused(no_key),
  };
}

} // namespace schema_change::test
