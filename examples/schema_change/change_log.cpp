#include "schema_change/change_log.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "schema_change/failure.hpp"
#include "schema_change/parent_log.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

std::vector<std::string> key_of(const plan& x, const std::string& prefix) {
  std::vector<std::string> result;
  for (const auto& part : x.key.parts)
    result.push_back(prefix + in_quotes(part.source));
  return result;
}

std::string log_values(const plan& x, const std::string& select) {
  std::vector<std::string> columns;
  for (size_t i = 1; i <= x.key.parts.size(); ++i)
    columns.push_back(fmt::format("k{}", i));
  return fmt::format("INSERT INTO {}({}) {};", in_quotes(x.names.log),
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

std::string log_displaced(const plan& x, bool update) {
  std::string result;
  auto key = join(key_of(x, "s."), ", ");
  for (const auto& condition : displacements(x.source, &x.key))
    result += log_values(
      x, fmt::format("SELECT {} FROM {} AS s WHERE {}{}", key,
                     in_quotes(x.source.name), condition,
                     update ? fmt::format(" AND ({})", moved(x, "OLD.", "s."))
                            : ""));
  return result;
}

/// The value that a new row gets for a column of a unique index. A trigger
/// before the insert does not see yet what NOT NULL ON CONFLICT REPLACE makes
/// of NULL.
std::string new_value(const column_info& column) {
  auto value = "NEW." + in_quotes(column.name);
  if (!column.not_null || !column.has_default)
    return value;
  connection db{""};
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  try {
    db.prepare(fmt::format("SELECT ({})", column.default_sql));
  } catch (const sqlite_error&) {
    return value; // e.g. a function of the application
  }
  return fmt::format("ifnull({}, ({}))", value, column.default_sql);
}

} // namespace

std::vector<std::string> displacements(const table_info& table,
                                       const copy_key* key) {
  std::vector<std::string> result;
  for (const auto& index : table.indexes) {
    if (!index.unique || (key != nullptr && index.name == key->index))
      continue;
    if (!index.plain())
      refuse(
        fmt::format("the unique index {} of {} is on an expression, so it "
                    "cannot be told which rows INSERT OR REPLACE "
                    "displaces; drop it for the time of the change",
                    index.name, table.name));
    std::vector<std::string> same;
    for (const auto& part : index.columns) {
      const auto& column = table.columns[static_cast<size_t>(part.column)];
      same.push_back(fmt::format("s.{} = {} COLLATE {}", in_quotes(column.name),
                                 new_value(column), in_quotes(part.collation)));
    }
    result.push_back(join(same, " AND "));
  }
  auto rowid = table.without_rowid ? std::string{} : table.rowid_name();
  if ((key == nullptr || !key->index.empty()) && !rowid.empty())
    result.push_back(fmt::format("s.{0} = NEW.{0}", in_quotes(rowid)));
  return result;
}

std::vector<std::string> log_triggers(const plan& x) {
  std::vector<std::string> result;
  for (const auto& object : change_log(x, {}))
    if (object.name != x.names.log && object.name != x.names.parent_log)
      result.push_back(object.name);
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
                                             in_quotes(x.names.log),
                                             join(columns, ", "), token)});
  auto add
    = [&](const char* suffix, const char* when, const std::string& body) {
        auto name = x.names.log + suffix;
        result.push_back(
          {name, fmt::format("CREATE TRIGGER {} {} ON {} BEGIN /* {} */ {} END",
                             in_quotes(name), when, in_quotes(x.source.name),
                             token, body)});
      };
  add("_insert", "AFTER INSERT", log_row(x, "NEW."));
  add("_update", "AFTER UPDATE",
      log_row(x, "OLD.")
        + log_values(x, fmt::format("SELECT {} WHERE {}",
                                    join(key_of(x, "NEW."), ", "),
                                    moved(x, "OLD.", "NEW."))));
  add("_delete", "AFTER DELETE", log_row(x, "OLD."));
  if (auto displaced = log_displaced(x, false); !displaced.empty()) {
    add("_before_insert", "BEFORE INSERT", displaced);
    add("_before_update", "BEFORE UPDATE", log_displaced(x, true));
  }
  for (auto& object : parent_log(x, token))
    result.push_back(std::move(object));
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
