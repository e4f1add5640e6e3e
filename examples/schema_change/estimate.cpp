#include "schema_change/estimate.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include "schema_change/failure.hpp"
#include "schema_change/queries.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

using clock = std::chrono::steady_clock;

std::optional<int64_t> count(connection& db, const std::string& table,
                             std::chrono::milliseconds patience) {
  db.interrupt_when([since = clock::now(), patience] {
    return clock::now() - since > patience; // now() + patience may overflow
  });
  std::optional<int64_t> result;
  try {
    result = db.integer("SELECT count(*) FROM main." + in_quotes(table));
  } catch (const sqlite_error& e) {
    if (!e.interrupted()) {
      db.interrupt_when(nullptr);
      throw;
    }
  }
  db.interrupt_when(nullptr);
  return result;
}

int64_t guess(connection& db, const table_info& table) {
  if (db.any("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_stat1'"))
    if (auto rows
        = db.integer("SELECT max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 "
                     "WHERE tbl = ?",
                     {table.name});
        rows > 0)
      return rows;
  if (table.without_rowid)
    return db.integer("PRAGMA main.page_count");
  auto rowid = in_quotes(table.rowid_name());
  auto from = in_quotes(table.name);
  return db.integer(
    fmt::format("SELECT ifnull((SELECT max({0}) FROM main.{1}) - (SELECT "
                "min({0}) FROM main.{1}) + 1, 0)",
                rowid, from));
}

} // namespace

table_size estimate(connection& db, const table_info& table,
                    std::chrono::milliseconds patience) {
  auto rows = count(db, table.name, patience);
  if (!rows)
    rows = guess(db, table);
  std::vector<std::string> lengths;
  for (const auto& x : table.columns)
    if (!x.computed)
      lengths.push_back(fmt::format("(ifnull(length(CAST({} AS BLOB)), 0) + 1)",
                                    in_quotes(x.name)));
  auto average = db.integer(
    fmt::format("SELECT avg({} + 4) FROM (SELECT * FROM main.{} LIMIT 1000)",
                balanced(lengths, " + "), in_quotes(table.name)));
  return {static_cast<uint64_t>(*rows),
          static_cast<uint64_t>(*rows) * static_cast<uint64_t>(average)};
}

void check_room(connection& db, const std::string& path, table_size need) {
  auto page = static_cast<uint64_t>(db.integer("PRAGMA main.page_size"));
  auto pages = static_cast<uint64_t>(db.integer("PRAGMA main.page_count"));
  auto unused = static_cast<uint64_t>(db.integer("PRAGMA main.freelist_count"));
  // However wrong the estimate, the table is part of the file.
  auto bytes = std::min(need.bytes, (pages - unused) * page);
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0)
    return;
  auto free = uint64_t{disk.f_bavail} * disk.f_frsize + unused * page;
  if (free < bytes)
    refuse(
      fmt::format("the new table needs about {} MiB, but only {} MiB are "
                  "free for {}",
                  bytes >> 20, free >> 20, path));
}

} // namespace schema_change
