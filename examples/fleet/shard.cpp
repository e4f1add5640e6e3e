#include "fleet/shard.hpp"

#include <fmt/format.h>

#include "schema_change/change_log.hpp"
#include "schema_change/failure.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using schema_change::join;

[[noreturn]] void refuse(const std::string& table, const std::string& why) {
  throw status::failure{
    status::ec::bad_argument,
    fmt::format("the table {} cannot be moved: {}", table, why)};
}

shard_table read_table(connection& db, const std::string& name) {
  shard_table result;
  result.info = *schema_change::inspect_table(db, name);
  const auto& info = result.info;
  if (info.kind != "table")
    refuse(name, "it is a virtual one");
  if (info.without_rowid || info.rowid() == nullptr)
    refuse(name, "it has no INTEGER PRIMARY KEY");
  result.key = info.rowid()->name;
  result.columns.push_back(in_quotes(result.key));
  for (const auto& column : info.columns)
    if (!column.generated && column.name != result.key)
      result.columns.push_back(in_quotes(column.name));
  try { // whether all that INSERT OR REPLACE displaces can be told
    schema_change::displacements(info, nullptr);
  } catch (const schema_change::failure& x) {
    refuse(name, x.what());
  }
  return result;
}

std::string select(const shard_table& x, const std::string& condition) {
  return fmt::format("SELECT {} FROM main.{} WHERE {}", join(x.columns, ", "),
                     in_quotes(x.info.name), condition);
}

} // namespace

std::string shard_table::chunk() const {
  return select(*this,
                fmt::format("{0} > ? ORDER BY {0} LIMIT ?", in_quotes(key)));
}

std::string shard_table::range() const {
  return select(
    *this, fmt::format("{0} > ? AND {0} <= ? ORDER BY {0}", in_quotes(key)));
}

std::string shard_table::one() const {
  return select(*this, in_quotes(key) + " = ?");
}

std::string shard_table::put() const {
  std::vector<std::string> marks(columns.size(), "?");
  return fmt::format("INSERT OR REPLACE INTO main.{}({}) VALUES({})",
                     in_quotes(info.name), join(columns, ", "),
                     join(marks, ", "));
}

std::string shard_table::remove() const {
  return fmt::format("DELETE FROM main.{} WHERE {} = ?", in_quotes(info.name),
                     in_quotes(key));
}

std::string shard_table::count() const {
  return fmt::format("SELECT count(*) FROM main.{}", in_quotes(info.name));
}

bool has_object(connection& db, const std::string& name) {
  return db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ?", {name});
}

shard read_shard(connection& db) {
  shard result;
  auto objects = db.prepare(
    "SELECT type, name, sql, tbl_name FROM main.sqlite_schema WHERE sql IS NOT "
    "NULL AND substr(name, 1, 7) <> '_fleet_' AND substr(name, 1, 7) <> "
    "'sqlite_' ORDER BY type = 'trigger', name");
  while (objects.step()) {
    auto type = objects.text(0);
    auto name = objects.text(1);
    auto sql = objects.text(2);
    result.definition += sql + ";\n";
    if (type == "table")
      result.tables.push_back(read_table(db, name));
    else if (type == "index")
      result.indexes.push_back({name, sql});
    else
      result.rest.push_back({name, sql});
  }
  if (result.tables.empty())
    throw status::failure{status::ec::bad_argument,
                          "there is no table to be moved"};
  return result;
}

} // namespace fleet
