#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

/// An expression for a new column, over rows of which one is the odd one.
input computed(const std::string& expression) {
  return input{"c=" + expression.substr(0, 60),
               "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT);"
               "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k "
               "WHERE n < 700) INSERT INTO x SELECT n, '{\"k\":' || n || '}', "
               "n FROM k; UPDATE x SET a = 'odd', b = -9223372036854775808 "
               "WHERE id = 650",
               "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c)"}
    .mapped("c", expression);
}

input nonsense(const std::string& expression, const std::string& part) {
  return computed(expression)
    .refused(
      "the expression for column c "
      "cannot be used: "
      + part);
}

input odd_row(const std::string& expression, const std::string& part) {
  return computed(expression).undone(part + ", at the row id=650");
}

std::string repeated(const std::string& text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i)
    result += text;
  return result;
}

input with_column(const std::string& column, const std::string& part) {
  return input{"a value for " + column, two_rows,
               "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, g AS (b "
               "+ 1))"}
    .mapped(column, "1")
    .refused(part);
}

} // namespace

inputs odd_mappings() {
  return {
    computed("'it''s ' || id || ' -- /* ; '"),
    computed("b / (id - 650) -- and why"),
    computed("\"a\" COLLATE NOCASE = 'ODD'"),
    computed("CASE a WHEN 'odd' THEN x'00ff' ELSE 1e999 END"),
    computed("b IN (1, 2, NULL)"),
    computed("max(b, 7) + unlikely(b)"),
    computed("date(id)"),
    computed("likely(b) IS NOT DISTINCT FROM [b]"),
    computed(repeated("(", 40) + "b" + repeated(")", 40)),
    computed("CASE WHEN id < 600 THEN json_extract(a, '$.k') END"),
    nonsense("", ""),
    nonsense(" ", ""),
    nonsense("a,", ""),
    nonsense("'", "unrecognized token"),
    nonsense("b /* not closed", "incomplete"),
    nonsense("b) FROM x; DROP TABLE x; --", ""),
    nonsense("b) WHERE (1", "near \"WHERE\""),
    nonsense("1); DROP TABLE x; SELECT (1", ""),
    nonsense("nosuch", "no such column: nosuch"),
    nonsense("\"text\"", "no such column: text"),
    nonsense("nosuch(b)", "no such function: nosuch"),
    nonsense("x.b", "no such column: x.b"),
    nonsense("*", "near \"*\""),
    nonsense("b DESC", "near \"DESC\""),
    nonsense("(a, b)", "row value misused"),
    nonsense("sum(b)", "misuse of aggregate function sum()"),
    nonsense("max(b)", "misuse of aggregate function max()"),
    nonsense("count(*) OVER ()", "misuse"),
    nonsense("(SELECT max(b) FROM x)", "subqueries prohibited"),
    nonsense("b IN x", "subqueries prohibited"),
    nonsense("random()", "non-deterministic"),
    nonsense("hex(randomblob(8))", "non-deterministic"),
    nonsense("CURRENT_TIMESTAMP", "non-deterministic"),
    nonsense("datetime('now')", "non-deterministic"),
    nonsense("last_insert_rowid()", "non-deterministic"),
    nonsense("load_extension('x')", "non-deterministic"),
    nonsense("RAISE(ABORT, 'x')", "RAISE()"),
    nonsense("?1 + :a", "parameters prohibited"),
    nonsense("b MATCH 'x'", ""),
    nonsense(std::string("b\0 + 1", 6), "it has a NUL byte"),
    nonsense(repeated("(", 500) + "b" + repeated(")", 500), "parser stack"),
    nonsense("b" + repeated(" + b", 2000), "Expression tree is too large"),
    odd_row("abs(b)", "integer overflow"),
    odd_row("json_extract(a, '$.k')", "malformed JSON"),
    odd_row("CASE id WHEN 650 THEN zeroblob(2000000000) END", "too big"),
    odd_row("a LIKE CASE id WHEN 650 THEN printf('%.60000c', 'x') END",
            "pattern too complex"),
    odd_row("a LIKE 'x' ESCAPE CASE id WHEN 650 THEN 'no' ELSE '^' END",
            "ESCAPE expression must be a single character"),
    with_column("nosuch", "no such column"),
    with_column("g", "it is generated"),
    with_column("", "no such column"),
    with_column("x.b", "no such column"),
    input{"a column under two names of it", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)"}
      .mapped("b", "b")
      .mapped("B", "a")
      .refused("named twice"),
    input{"a key that is computed", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)"}
      .mapped("id", "id + 1")
      .refused("has no key that its rows keep"),
    input{"columns exchanged", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, b TEXT)"}
      .mapped("a", "b")
      .mapped("b", "a"),
    input{"a key under another name", two_rows,
          "CREATE TABLE x(number INTEGER PRIMARY KEY, a TEXT, b TEXT)"}
      .mapped("number", "id"),
    input{"a text that looks like SQL", two_rows,
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c)"}
      .mapped("c", "'''); DROP TABLE x; --'"),
  };
}

} // namespace schema_change::test
