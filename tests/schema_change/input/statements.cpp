#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

/// The columns of the two rows.
constexpr const char* columns = "(id INTEGER PRIMARY KEY, a TEXT, b INT)";

std::string one(const std::string& begin) {
  return begin + columns;
}

/// A column more than the two rows have.
std::string and_also(const std::string& column) {
  return "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT, " + column
         + ")";
}

input asked(const char* name, std::string statement) {
  return {name, two_rows, std::move(statement)};
}

} // namespace

inputs odd_statements() {
  using namespace std::string_literals;
  constexpr const char* must_be = "it must be one CREATE TABLE x";
  return {
    // What one can write and mean.
    asked("IF NOT EXISTS", one("CREATE TABLE IF NOT EXISTS x")),
    asked("the schema is named", one("create table \"main\".\"x\"")),
    asked("comments everywhere",
          "/* a */ CREATE -- b\nTABLE /* c */ x /* d; */ (id INTEGER PRIMARY "
          "KEY, a TEXT, b INT -- ; DROP TABLE x\n) /* not closed"),
    asked("empty statements around it", ";;" + one("CREATE TABLE x") + ";;;"),
    asked("a byte order mark", one("\xef\xbb\xbf"
                                   "CREATE TABLE x")),
    asked("a name in brackets", one("CREATE TABLE [x]")),
    asked("a name in quotes of a text", one("CREATE TABLE 'x'")),
    asked("a name that is no UTF-8", and_also("\"\xff\xfe\" INT")),
    input{"a name that UTF-16 cannot hold",
          "PRAGMA encoding = 'UTF-16le';" + std::string{two_rows},
          and_also("\"\xff\xfe\" INT")}
      .refused("UTF-8"),
    asked("a default that is a word", and_also("c DEFAULT CURRENT_USER")),
    asked("a default that divides by 0", and_also("c DEFAULT (1 / 0)")),
    asked("a huge comment",
          one("CREATE TABLE x") + "/*" + std::string(200'000, '*') + "/"),
    asked("conflict clauses",
          "CREATE TABLE x(id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT "
          "NOT NULL ON CONFLICT IGNORE, b INT UNIQUE ON CONFLICT FAIL)"),
    asked("STRICT and WITHOUT ROWID",
          one("CREATE TABLE x") + " STRICT, WITHOUT ROWID"),
    // What cannot be meant.
    asked("two tables", one("CREATE TABLE x") + "; CREATE TABLE y(a)")
      .refused(must_be),
    asked("the table twice", one("CREATE TABLE x") + "; CREATE TABLE x(a)")
      .refused("already exists"),
    asked("something behind it", one("CREATE TABLE x") + "; garbage")
      .refused("near \"garbage\""),
    asked("a query behind it", one("CREATE TABLE x") + "; SELECT 1")
      .refused(must_be),
    asked("a transaction around it",
          "BEGIN; " + one("CREATE TABLE x") + "; COMMIT")
      .refused(must_be),
    asked("a pragma before it",
          "PRAGMA writable_schema=ON; " + one("CREATE TABLE x"))
      .refused(must_be),
    asked("another database",
          "ATTACH 'y.db' AS y; CREATE TABLE y.x(id INTEGER PRIMARY KEY)")
      .refused(must_be),
    asked("a temporary table", one("CREATE TEMP TABLE x")).refused(must_be),
    asked("no column at all", "CREATE TABLE x()").refused("near \")\""),
    asked("an unknown option of a table", one("CREATE TABLE x") + " NONSENSE")
      .refused("NONSENSE"),
    asked("a column twice", and_also("A INT")).refused("duplicate column"),
    asked("a NUL byte", one("CREATE TABLE x") + "\0; DROP TABLE x"s)
      .refused("NUL byte"),
    asked("a text in UTF-16", "C\0R\0E\0A\0T\0E\0"s).refused("NUL byte"),
    asked("a collation that is not there", and_also("c COLLATE nosuch"))
      .refused("nosuch"),
    asked("a function that is not there", and_also("c CHECK (nosuch(c))"))
      .refused("nosuch"),
    asked("a function that is not there in a default",
          and_also("c DEFAULT (nosuch(1))"))
      .refused("nosuch"),
    asked("a subquery in a CHECK", and_also("c CHECK (c IN (SELECT 1))"))
      .refused("subqueries prohibited"),
    asked("a generated column of itself", and_also("g AS (g)"))
      .refused("generated column loop"),
    asked("chance in a generated column", and_also("g AS (random())"))
      .refused("non-deterministic"),
    asked("a type that STRICT does not know",
          "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b WORD) STRICT")
      .refused("WORD"),
    asked("AUTOINCREMENT without rowid",
          "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INT) "
          "WITHOUT ROWID")
      .refused("AUTOINCREMENT"),
    // What only the rows tell.
    asked("a CHECK that nothing fits", and_also("c CHECK (id < 2)"))
      .undone("CHECK constraint failed: id < 2, at the row id=2"),
    asked("a CHECK that fails to be computed",
          and_also("CHECK (abs(-9223372036854775806 - id))"))
      .undone("integer overflow, at the row id=2"),
    asked("a default that fails to be computed",
          and_also("c DEFAULT (abs(-9223372036854775808))"))
      .undone("integer overflow, at the row id=1"),
    asked("AUTOINCREMENT in vain",
          "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INT "
          "CHECK (b < 20))")
      .undone("at the row id=2"),
  };
}

} // namespace schema_change::test
