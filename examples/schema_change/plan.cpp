#include "schema_change/plan.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string_view>

#include "schema_change/change_log.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/key.hpp"
#include "schema_change/mapping.hpp"
#include "schema_change/sqlite.hpp"
#include "schema_change/wanted.hpp"

namespace schema_change {

namespace {

std::string described(const std::string& kind) {
  return kind == "virtual"  ? "a virtual table"
         : kind == "shadow" ? "part of a virtual table"
                            : "a " + kind;
}

void check_target(const table_info& source, const table_info& target,
                  const copy_key& key) {
  if (!source.without_rowid && source.rowid_name().empty())
    refuse(
      fmt::format("{} has columns named rowid, _rowid_ and oid, so its "
                  "rows cannot be addressed",
                  source.name));
  if (!target.without_rowid && target.rowid_name().empty())
    refuse(
      fmt::format("the new {} has columns named rowid, _rowid_ and oid, "
                  "so its rows cannot be addressed",
                  target.name));
  if (key.ordered || !target.without_rowid)
    return;
  for (const auto& x : target.indexes)
    if (x.primary_key)
      for (const auto& part : x.columns)
        if (part.descending != x.columns.front().descending)
          refuse(
            "the new PRIMARY KEY mixes ASC and DESC while the type or the "
            "collation of the old key changes; do one after the other");
}

/// Creates the index on the wanted table, in memory. A "column" that is gone
/// must not become a text, unless it has been one before.
bool fits(const index_info& index, const std::string& sql,
          const table_info& source, const table_info& target) {
  auto creates = [&](const std::string& table, const std::string& create,
                     int quoted_texts) {
    connection db{""};
    db.exec(table);
    sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DQS_DDL, quoted_texts,
                      nullptr);
    try {
      db.exec(create);
      return true;
    } catch (const sqlite_error&) {
      return false;
    }
  };
  if (creates(target.sql, sql, 0))
    return true;
  return !creates(source.sql, index.sql, 0) && creates(target.sql, sql, 1);
}

// All values that a row takes over are compared at once, beside its key.
void check_width(connection& db, const plan& x) {
  auto most
    = static_cast<size_t>(sqlite3_limit(db.handle(), SQLITE_LIMIT_COLUMN, -1));
  if (x.assignments.size() + x.key.parts.size() > most)
    refuse(
      fmt::format("the new {} takes over {} columns, and with a key of {} at "
                  "most {} columns can be compared",
                  x.source.name, x.assignments.size(), x.key.parts.size(),
                  most - x.key.parts.size()));
}

void plan_indexes(plan& x, bool allow_drop) {
  std::vector<index_rename> renames;
  for (const auto& index : x.source.indexes) {
    if (index.sql.empty())
      continue;
    auto shadow_name = fmt::format("{}_{}", x.names.shadow, renames.size() + 1);
    if (fits(index, rename_index(index.sql, shadow_name), x.source, x.target)) {
      x.indexes.push_back({index.name, index.sql, shadow_name, {}});
      renames.push_back({index.sql, shadow_name});
    } else if (allow_drop) {
      x.lost_indexes.push_back(index.name);
    } else {
      refuse(
        fmt::format("the index {} cannot be created on the new {}; drop "
                    "it first, or allow its loss with --allow-drop",
                    index.name, x.source.name));
    }
  }
  auto ddl = rename_ddl(x.target, x.names.shadow, renames);
  x.shadow_sql = ddl.table;
  for (size_t i = 0; i < x.indexes.size(); ++i)
    x.indexes[i].shadow_sql = ddl.indexes[i];
}

} // namespace

helper_names::helper_names(const std::string& table)
  : shadow("_" + table + "_new"),
    log("_" + table + "_chg"),
    old("_" + table + "_old"),
    key_index("_" + table + "_new_key"),
    parent_log("_" + table + "_chg_parents") {}

std::string helper_names::link_index(size_t n) const {
  return fmt::format("{}_fk{}", shadow, n);
}

std::string shadow_index(const plan& x, const std::string& name) {
  constexpr std::string_view automatic = "sqlite_autoindex_";
  if (name.empty())
    return name;
  return std::string{automatic} + x.names.shadow
         + name.substr(automatic.size() + x.target.name.size());
}

std::vector<std::string> taken_names(const plan& x) {
  std::vector<std::string> result{x.names.shadow, x.names.old,
                                  x.names.key_index};
  for (const auto& object : change_log(x, {}))
    result.push_back(object.name);
  for (const auto& index : x.indexes)
    result.push_back(index.shadow_name);
  for (const auto& link : x.links)
    if (link.own_index)
      result.push_back(link.index);
  for (size_t i = 1; i <= x.source.indexes.size(); ++i)
    result.push_back(fmt::format("{}_{}", x.names.old, i));
  return result;
}

std::vector<stored_object> shadow_indexes(const plan& x) {
  std::vector<stored_object> result;
  for (const auto& index : x.indexes)
    result.push_back({index.shadow_name, index.shadow_sql});
  for (const auto& link : x.links)
    if (link.own_index)
      result.push_back({link.index, link_index_sql(link, x.names.shadow)});
  return result;
}

std::string key_index_sql(const plan& x, const std::string& table) {
  std::vector<std::string> columns;
  for (const auto& part : x.key.parts)
    columns.push_back(fmt::format("{} COLLATE {}", in_quotes(part.target),
                                  in_quotes(part.lookup())));
  return fmt::format("CREATE INDEX {} ON {}({})", in_quotes(x.names.key_index),
                     in_quotes(table), join(columns, ", "));
}

table_info find_source(connection& db, const settings& what) {
  auto found = inspect_table(db, what.table);
  if (!found)
    refuse(fmt::format("{} has no table {}", what.database, what.table));
  if (found->kind != "table")
    refuse(fmt::format("{} is {} in {}; only an ordinary table can be changed",
                       found->name, described(found->kind), what.database));
  if (found->name.rfind("sqlite_", 0) == 0
      || found->name.rfind("_status_", 0) == 0)
    refuse(fmt::format("{} belongs to {}; it cannot be changed", found->name,
                       found->name[0] == 's' ? "SQLite" : "this tool"));
  return *found;
}

std::string statement_text(const table_info& target, const settings& what) {
  auto result = target.sql;
  for (const auto& [column, expression] : what.mapping)
    result += fmt::format("\n-- {} = {}", column, expression);
  return result;
}

plan make_plan(connection& db, const settings& what) {
  auto source = find_source(db, what);
  auto target = read_wanted(what.statement, source.name);
  auto mapping = map_columns(source, target, what);
  auto key = choose_key(db, source, target, mapping);
  check_target(source, target, key);
  displacements(source, nullptr); // throws if they cannot be told
  plan result{source,
              target,
              helper_names{source.name},
              std::move(key),
              std::move(mapping.assignments),
              std::move(mapping.carried),
              {},
              {},
              {},
              {},
              statement_text(target, what)};
  check_width(db, result);
  plan_indexes(result, what.allow_drop);
  result.links = find_links(db, result);
  return result;
}

} // namespace schema_change
