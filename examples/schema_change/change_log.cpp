#include "schema_change/change_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

constexpr const char* trigger_suffixes[] = {
  "_insert", "_update", "_delete", "_before_insert", "_before_update",
};

std::vector<std::string> key_of(const plan& x, const std::string& prefix) {
  std::vector<std::string> result;
  for (const auto& part : x.key.parts)
    result.push_back(prefix + quoted(part.source));
  return result;
}

std::string log_values(const plan& x, const std::string& select) {
  std::vector<std::string> columns;
  for (size_t i = 1; i <= x.key.parts.size(); ++i)
    columns.push_back(fmt::format("k{}", i));
  return fmt::format("INSERT INTO {}({}) {};", quoted(x.names.log),
                     join(columns, ", "), select);
}

std::string log_row(const plan& x, const std::string& prefix) {
  return log_values(x, "SELECT " + join(key_of(x, prefix), ", "));
}

std::string moved(const plan& x, const char* from, const char* to) {
  std::vector<std::string> parts;
  auto before = key_of(x, from);
  auto after = key_of(x, to);
  for (size_t i = 0; i < before.size(); ++i)
    parts.push_back(
      fmt::format("{} IS NOT {} COLLATE BINARY", after[i], before[i]));
  return join(parts, " OR ");
}

// Conditions under which a new row displaces one of another key. REPLACE fires
// no delete trigger for it, and what is logged without need does no harm.
std::vector<std::string> displacements(const plan& x) {
  std::vector<std::string> result;
  for (const auto& index : x.source.indexes) {
    if (!index.unique || index.name == x.key.index)
      continue;
    std::vector<std::string> same;
    for (const auto& part : index.columns) {
      auto name
        = quoted(x.source.columns[static_cast<size_t>(part.column)].name);
      same.push_back(fmt::format("s.{0} = NEW.{0} COLLATE {1}", name,
                                 quoted(part.collation)));
    }
    result.push_back(join(same, " AND "));
  }
  auto rowid = x.source.without_rowid ? std::string{} : x.source.rowid_name();
  if (!x.key.index.empty() && !rowid.empty())
    result.push_back(fmt::format("s.{0} = NEW.{0}", quoted(rowid)));
  return result;
}

std::string log_displaced(const plan& x, bool update) {
  std::string result;
  auto key = join(key_of(x, "s."), ", ");
  for (const auto& condition : displacements(x))
    result += log_values(
      x, fmt::format("SELECT {} FROM {} AS s WHERE {}{}", key,
                     quoted(x.source.name), condition,
                     update ? fmt::format(" AND ({})", moved(x, "OLD.", "s."))
                            : ""));
  return result;
}

} // namespace

std::vector<std::string> log_triggers(const helper_names& names) {
  std::vector<std::string> result;
  for (const auto* suffix : trigger_suffixes)
    result.push_back(names.log + suffix);
  return result;
}

std::vector<stored_object> change_log(const plan& x, const std::string& token) {
  std::vector<stored_object> result;
  // No AUTOINCREMENT: it would leave a sqlite_sequence in the database. Numbers
  // never come again because the last row is never deleted.
  std::vector<std::string> columns{"seq INTEGER PRIMARY KEY"};
  for (size_t i = 1; i <= x.key.parts.size(); ++i)
    columns.push_back(fmt::format("k{}", i));
  result.push_back({x.names.log, fmt::format("CREATE TABLE {}({} /* {} */)",
                                             quoted(x.names.log),
                                             join(columns, ", "), token)});
  auto add
    = [&](const char* suffix, const char* when, const std::string& body) {
        auto name = x.names.log + suffix;
        result.push_back(
          {name, fmt::format("CREATE TRIGGER {} {} ON {} BEGIN /* {} */ {} END",
                             quoted(name), when, quoted(x.source.name), token,
                             body)});
      };
  add("_insert", "AFTER INSERT", log_row(x, "NEW."));
  add("_update", "AFTER UPDATE",
      log_row(x, "OLD.")
        + log_values(x, fmt::format("SELECT {} WHERE {}",
                                    join(key_of(x, "NEW."), ", "),
                                    moved(x, "OLD.", "NEW."))));
  add("_delete", "AFTER DELETE", log_row(x, "OLD."));
  if (!displacements(x).empty()) {
    add("_before_insert", "BEFORE INSERT", log_displaced(x, false));
    add("_before_update", "BEFORE UPDATE", log_displaced(x, true));
  }
  return result;
}

bool intact(connection& db, const std::vector<stored_object>& objects) {
  return std::all_of(
    objects.begin(), objects.end(), [&db](const stored_object& x) {
      return db.text("SELECT sql FROM main.sqlite_schema WHERE name = ?",
                     {x.name})
             == x.sql;
    });
}

} // namespace schema_change
