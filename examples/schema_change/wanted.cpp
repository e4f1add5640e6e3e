#include "schema_change/wanted.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "schema_change/failure.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

// -- exactly one CREATE TABLE --------------------------------------------------

/// What the text tries to do besides creating its table.
struct watch {
  std::string table;
  std::string objection;
};

int object(watch& x, std::string text) {
  if (x.objection.empty())
    x.objection = std::move(text);
  return SQLITE_DENY;
}

int judge(void* self, int action, const char* first, const char*,
          const char* db, const char*) {
  auto& x = *static_cast<watch*>(self);
  auto name = std::string_view{first != nullptr ? first : ""};
  switch (action) {
    case SQLITE_CREATE_TABLE:
      if (db != nullptr && std::string_view{db} != "main")
        return object(x, "creates a table in another database");
      if (!same_name(name, x.table) && name != "sqlite_sequence")
        return object(
          x, fmt::format("creates the table {}, not {}", name, x.table));
      return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_READ: // the catalogue, and columns in CHECK constraints
    case SQLITE_FUNCTION:
      return SQLITE_OK;
    case SQLITE_CREATE_INDEX: // behind a UNIQUE or PRIMARY KEY
      return name.rfind("sqlite_autoindex_", 0) == 0
               ? SQLITE_OK
               : object(x, "creates an index");
    case SQLITE_CREATE_TEMP_TABLE:
      return object(x, "creates a temporary table");
    case SQLITE_CREATE_VTABLE:
      return object(x, "creates a virtual table");
    case SQLITE_SELECT:
      return object(
        x, "contains a SELECT, but a table AS SELECT has no constraints");
    default:
      return object(x, "does something else than to create a table");
  }
}

/// Runs one statement of `text` and returns what follows it.
const char* run_one(connection& db, const char* text, int& statements) {
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  auto code = sqlite3_prepare_v2(db.handle(), text, -1, &handle, &rest);
  if (handle != nullptr)
    ++statements;
  if (code == SQLITE_OK && handle != nullptr && statements == 1)
    code = sqlite3_step(handle) == SQLITE_DONE ? SQLITE_OK : SQLITE_ERROR;
  auto problem
    = std::string{code != SQLITE_OK ? sqlite3_errmsg(db.handle()) : ""};
  sqlite3_finalize(handle);
  if (code != SQLITE_OK)
    throw sqlite_error{code, problem};
  return rest;
}

} // namespace

table_info read_wanted(const std::string& text, const std::string& table) {
  connection db{""};
  watch watching{table, {}};
  int statements = 0;
  if (text.find('\0') != std::string::npos)
    refuse("the wanted table's statement has a NUL byte in it");
  sqlite3_set_authorizer(db.handle(), judge, &watching);
  try {
    for (const auto* rest = text.c_str(); *rest != '\0';)
      rest = run_one(db, rest, statements);
  } catch (const sqlite_error& e) {
    refuse(
      watching.objection.empty()
        ? fmt::format("the wanted table's statement is wrong: {}", e.reason())
        : fmt::format("the wanted table's statement {}; it must be one "
                      "CREATE TABLE {}",
                      watching.objection, table));
  }
  sqlite3_set_authorizer(db.handle(), nullptr, nullptr);
  auto result = inspect_table(db, table);
  if (statements != 1 || !result)
    refuse(
      fmt::format("the wanted table's statement must be exactly one "
                  "CREATE TABLE {}",
                  table));
  return *result;
}

// -- other names ---------------------------------------------------------------

std::string rename_index(const std::string& sql, const std::string& new_name) {
  for (std::string_view begin : {"CREATE INDEX ", "CREATE UNIQUE INDEX "}) {
    if (sql.compare(0, begin.size(), begin) != 0)
      continue;
    auto at = begin.size();
    auto open = at < sql.size() ? sql[at] : '\0';
    auto close = open == '[' ? ']' : open;
    auto plain = [](char c) {
      auto u = static_cast<unsigned char>(c);
      return (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z')
             || (u >= 'a' && u <= 'z') || u == '_' || u == '$' || u >= 0x80;
    };
    if (plain(open)) {
      while (at < sql.size() && plain(sql[at]))
        ++at;
    } else if (open == '"' || open == '`' || open == '[' || open == '\'') {
      // A mark inside a name is doubled, except that ] cannot be.
      for (++at; at < sql.size(); ++at)
        if (sql[at] == close) {
          if (close == ']' || at + 1 >= sql.size() || sql[at + 1] != close)
            break;
          ++at;
        }
      ++at;
    }
    if (at > begin.size() && at < sql.size())
      return std::string{begin} + in_quotes(new_name) + sql.substr(at);
  }
  refuse(
    fmt::format("an index is not stored as SQLite stores them: {}; create "
                "it anew first",
                sql));
}

renamed_ddl rename_ddl(const table_info& table, const std::string& new_name,
                       const std::vector<index_rename>& indexes) {
  connection db{""};
  db.exec(table.sql);
  for (const auto& x : indexes)
    db.exec(rename_index(x.sql, x.name));
  std::set<std::string> parents;
  for (const auto& key : table.foreign_keys)
    if (same_name(key.parent.substr(0, 7), "sqlite_"))
      refuse(
        fmt::format("a foreign key of {} refers to {}, which belongs to SQLite",
                    table.name, key.parent));
    else if (!same_name(key.parent, table.name))
      parents.insert(key.parent);
  int number = 0;
  for (const auto& parent : parents) {
    // Two spellings of one name are one table.
    db.exec(fmt::format("CREATE TABLE IF NOT EXISTS {}(x)", in_quotes(parent)));
    if (inspect_table(db, parent)->name == parent)
      db.exec(fmt::format(
        "ALTER TABLE {} RENAME TO {}", in_quotes(parent),
        in_quotes(fmt::format("{}_parent_{}", new_name, ++number))));
  }
  db.exec(fmt::format("ALTER TABLE {} RENAME TO {}", in_quotes(table.name),
                      in_quotes(new_name)));
  auto sql_of = [&db](const std::string& name) {
    return db.text("SELECT sql FROM sqlite_schema WHERE name = ?", {name});
  };
  renamed_ddl result;
  result.table = sql_of(new_name);
  for (const auto& x : indexes)
    result.indexes.push_back(sql_of(x.name));
  return result;
}

} // namespace schema_change
