#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

constexpr const char* odd
  = "(NULL), (''), (x''), (x'00'), ('a' || char(0) || 'b'), (char(0)), "
    "(9223372036854775807), (-9223372036854775808), (9223372036854775808), "
    "(1.0), (-0.0), (0.1), (9e999), (-9e999), (9e999 - 9e999), (5e-324), "
    "(1.7976931348623157e308), ('1'), ('1.0'), (' 1 '), ('+1'), ('1e2'), "
    "('0x10'), ('9223372036854775808'), ('1e999'), ('inf'), ('nan'), ('1_0'), "
    "(CAST(x'fffe80' AS TEXT)), (CAST(x'c3' AS TEXT)), (char(0xd800)), "
    "(char(0x10ffff)), (9007199254740993), (9007199254740993.0), "
    "(2251799813685249.5), (true), ('true'), (CAST(x'31' AS TEXT)), (x'31')";

/// Odd values under one type that are stored under another one.
input stored(const std::string& from, const std::string& to,
             const std::string& encoding = "UTF-8") {
  return {"odd values, '" + from + "' to '" + to + "', in " + encoding,
          "PRAGMA encoding = '" + encoding
            + "'; CREATE TABLE x(id INTEGER PRIMARY KEY, v " + from
            + "); INSERT INTO x(v) VALUES" + odd,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, v " + to + ")"};
}

/// A value that the new column does not take.
input misfit(const char* value, const char* column, const char* part) {
  return input{std::string{"the value "} + value + " in " + column,
               std::string{"CREATE TABLE x(id INTEGER PRIMARY KEY, v); INSERT "
                           "INTO x VALUES(1, 5), (2, "}
                 + value + ")",
               std::string{"CREATE TABLE x(id INTEGER PRIMARY KEY, v "} + column
                 + ") STRICT"}
    .undone(std::string{part} + ", at the row id=2");
}

} // namespace

inputs odd_values() {
  return {
    stored("", "ANYTHING"),
    stored("BLOB", "INTEGER"),
    stored("TEXT", "REAL"),
    stored("REAL", "TEXT"),
    stored("NUMERIC", "BLOB"),
    stored("INT", "DOUBLE PRECISION"),
    stored("FLOATING POINT", "CHARINT"),
    stored("", "TEXT", "UTF-16le"),
    stored("TEXT", "NUMERIC", "UTF-16be"),
    misfit("'a'", "INT", "cannot store TEXT value in INT column x.v"),
    misfit("0.5", "INT", "cannot store REAL value in INT column x.v"),
    misfit("9e999", "INT", "cannot store REAL value in INT column x.v"),
    misfit("x'31'", "TEXT", "cannot store BLOB value in TEXT column x.v"),
    misfit("NULL", "INT NOT NULL", "NOT NULL constraint failed: x.v"),
    misfit("9e999 - 9e999", "REAL NOT NULL", "NOT NULL constraint failed: x.v"),
    misfit("5.0", "ANY UNIQUE", "UNIQUE constraint failed: x.v"),
    misfit("''", "TEXT CHECK (length(v))",
           "CHECK constraint failed: length(v)"),
    input{"no rows at all", "CREATE TABLE x(id INTEGER PRIMARY KEY, a)",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT NOT NULL CHECK (0))"},
    input{"a table that was emptied",
          "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT "
          "INTO x(a) VALUES(1), (2); DELETE FROM x",
          "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)"},
    input{"new numbers in the order of the key",
          "CREATE TABLE x(k TEXT PRIMARY KEY); INSERT INTO x VALUES('a'), "
          "('b'), ('c')",
          "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, k TEXT)"},
  };
}

} // namespace schema_change::test
