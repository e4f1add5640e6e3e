/// The table whose schema the benchmarks change.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "schema_change/settings.hpp"
#include "schema_change/sqlite.hpp"
#include "scratch_folder.hpp"

namespace benchmark {

using scratch = status::test::scratch_folder;

/// The indexes of the table, in the order in which they are made.
inline constexpr const char* indexes[]
  = {"CREATE UNIQUE INDEX by_reference ON orders(reference)",
     "CREATE INDEX by_customer ON orders(customer, placed)"};

/// The wanted table: it converts `cents` from text.
inline constexpr const char* wanted
  = "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, "
    "reference TEXT NOT NULL, status TEXT NOT NULL, cents INTEGER NOT NULL, "
    "placed TEXT NOT NULL, note TEXT)";

/// Makes a database with a table of about 90 bytes per row.
inline void make_orders(const std::string& path, int64_t rows) {
  std::filesystem::remove(path);
  if (auto* file = std::fopen(path.c_str(), "w"))
    std::fclose(file); // a connection opens only what is there
  schema_change::connection db{path};
  db.exec(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; BEGIN;"
    "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER, "
    "reference TEXT, status TEXT, cents TEXT, placed TEXT, note TEXT)");
  db.run(
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "INSERT INTO orders SELECT i, i * 7919 % 20011, printf('A%08d', i), "
    "CASE i % 3 WHEN 0 THEN 'new' ELSE 'shipped' END, i * 104729 % 49999, "
    "datetime(1600000000 + i * 611953 % 150000000, 'unixepoch'), "
    "'a note of the usual length' FROM n",
    {rows});
  for (const auto* sql : indexes)
    db.exec(sql);
  db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Copies a database, so that every measurement finds the same.
inline void fresh_copy(const std::string& from, const std::string& to) {
  for (const auto* end : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(to + end);
  std::filesystem::copy_file(from, to);
}

inline schema_change::settings change_of(const std::string& path) {
  schema_change::settings result;
  result.database = path;
  result.table = "orders";
  result.statement = wanted;
  return result;
}

} // namespace benchmark
