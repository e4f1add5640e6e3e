#include "schema_change/obstacles.hpp"

#include <fmt/format.h>

#include "schema_change/failure.hpp"
#include "schema_change/session.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

void check_names_free(connection& db, const plan& what) {
  for (const auto& x : taken_names(what))
    if (db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE",
               {x}))
      refuse(
        fmt::format("the name {} is taken in the database, and not by an "
                    "unfinished change of {}; rename or drop it first",
                    x, what.source.name));
}

void check_sentinel_free(connection& db) {
  if (db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE "
             "AND type <> 'table'",
             {sentinel_table}))
    refuse(
      fmt::format("the name {} is taken in the database by something that is "
                  "no table, so nobody could drop it to let the cut-over come; "
                  "rename it first",
                  sentinel_table));
}

void check_encoding(connection& db, const std::string& wanted) {
  if (db.text("SELECT ?", {wanted}) != wanted)
    refuse(
      fmt::format("the statement or a --map is no valid UTF-8, and the "
                  "database stores text as {}, which cannot hold it; save the "
                  "file as UTF-8",
                  db.text("PRAGMA main.encoding")));
}

} // namespace schema_change
