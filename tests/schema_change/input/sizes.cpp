#include "schema_change/input/input.hpp"

namespace schema_change::test {

namespace {

/// Columns c1, c2, ... of one type, with a comma behind each.
std::string columns(int count, const std::string& type) {
  std::string result;
  for (int i = 1; i <= count; ++i)
    result += "c" + std::to_string(i) + type + ", ";
  return result;
}

std::string table(int count, const std::string& type) {
  return "CREATE TABLE x(" + columns(count, type) + "id INTEGER PRIMARY KEY)";
}

input wide(const char* name, int before, int after) {
  return {name,
          table(before, "") + "; INSERT INTO x(c1, id) VALUES(1, 1), (2, 2)",
          table(after, " INT")};
}

} // namespace

inputs odd_sizes() {
  return {
    wide("as many columns as can be copied", 1998, 1998),
    wide("one column more than can be copied", 1999, 1999)
      .refused("at most 1999 columns"),
    wide("columns that are many from now on", 3, 1999),
    wide("columns that are many no more", 1999, 3).with(allow_drop),
    wide("more columns than SQLite takes", 3, 2000).refused("too many columns"),
    {"a key of many columns",
     [] {
       auto all = columns(60, " INT");
       std::string key;
       for (int i = 60; i > 0; --i)
         key += "c" + std::to_string(i) + (i > 1 ? ", " : "");
       return "CREATE TABLE x(" + all + "PRIMARY KEY(" + key
              + ")) WITHOUT ROWID; INSERT INTO x SELECT " + [] {
                  std::string ones;
                  for (int i = 0; i < 60; ++i)
                    ones += i > 0 ? ", 1" : "1";
                  return ones;
                }();
     }(),
     "CREATE TABLE x(" + columns(60, " TEXT") + "more)"},
    {"many unique keys", table(3, "") + "; INSERT INTO x VALUES(1, 2, 3, 4)",
     table(3, "").insert(15, columns(60, "_u UNIQUE"))},
    {"many indexes",
     [] {
       auto sql = table(30, "");
       for (int i = 1; i <= 30; ++i)
         sql += "; CREATE INDEX i" + std::to_string(i) + " ON x(c"
                + std::to_string(i) + ")";
       return sql + "; INSERT INTO x(id) VALUES(1), (2)";
     }(),
     table(30, " INT")},
    {"rows of megabytes",
     "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(1, "
     "zeroblob(3000000)), (2, 'small'), (3, zeroblob(3000000))",
     "CREATE TABLE x(id INTEGER PRIMARY KEY, a BLOB, b)"},
    {"pages that are small", std::string{"PRAGMA page_size = 512; "} + two_rows,
     "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)"},
    {"pages that are large",
     std::string{"PRAGMA page_size = 65536; PRAGMA auto_vacuum = FULL; "}
       + two_rows,
     "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)"},
    {"a long CHECK", two_rows,
     "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT CHECK (b IN (" +
       [] {
         std::string numbers = "10, 20";
         for (int i = 0; i < 5000; ++i)
           numbers += ", " + std::to_string(i * 7);
         return numbers;
       }()
       + ")))"},
  };
}

} // namespace schema_change::test
