#include "schema_change/mapping.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <set>
#include <string_view>

#include "schema_change/failure.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

/// Reads a text of the user as one expression. The newline ends a comment.
std::string enclosed(const std::string& expression) {
  return fmt::format("({}\n)", expression);
}

/// A table with the columns of the source, no constraints, and one row.
void create_probe(connection& db, const table_info& source) {
  std::vector<std::string> columns;
  for (const auto& x : source.columns)
    columns.push_back(
      fmt::format("{} {}", in_quotes(x.name), type_of(x.converts)));
  db.exec(
    fmt::format("CREATE TABLE _status_probe({}); "
                "INSERT INTO _status_probe DEFAULT VALUES",
                join(columns, ", ")));
}

// SQLite itself refuses subqueries and whatever is not deterministic in an
// index on an expression, some of it only when there is a row; the plus keeps a
// text literal from being a column.
void check_expression(connection& db, const table_info& source,
                      const std::string& column,
                      const std::string& expression) {
  auto complain = [&](const std::string& why) {
    refuse(fmt::format("the expression for column {} cannot be used: {}",
                       column, why));
  };
  if (expression.find('\0') != std::string::npos)
    complain("it has a NUL byte in it");
  try {
    db.exec("SAVEPOINT probe");
    db.run(
      fmt::format("CREATE INDEX _status_probe_index ON "
                  "_status_probe(+{})",
                  enclosed(expression)));
    auto table = inspect_table(db, "_status_probe");
    if (table->indexes.back().columns.size() != 1
        || table->indexes.back().partial)
      complain("it is not one expression");
    db.exec("ROLLBACK TO probe; RELEASE probe");
    auto row
      = db.prepare(fmt::format("SELECT {} AS a, 1 AS b FROM {} AS s",
                               enclosed(expression), in_quotes(source.name)));
    if (row.columns() != 2)
      complain("it is not one expression");
  } catch (const sqlite_error& e) {
    complain(e.reason());
  }
}

/// Returns the source column that an expression is, or an empty text.
std::string plain_column(connection& db, const table_info& source,
                         const std::string& expression) {
  auto row = db.prepare(
    fmt::format("SELECT {} FROM {} AS s", expression, in_quotes(source.name)));
  const auto* name = row.origin(0);
  return name != nullptr && source.column(name) != nullptr
           ? source.column(name)->name
           : std::string{};
}

int note_read(void* self, int action, const char*, const char* column,
              const char*, const char*) {
  if (action == SQLITE_READ && column != nullptr)
    static_cast<std::set<std::string>*>(self)->insert(column);
  return SQLITE_OK;
}

void check_losses(connection& db, const table_info& source,
                  const std::vector<assignment>& assignments) {
  std::set<std::string> used;
  std::vector<std::string> expressions;
  expressions.reserve(assignments.size());
  for (const auto& x : assignments)
    expressions.push_back(x.expression);
  sqlite3_set_authorizer(db.handle(), note_read, &used);
  db.prepare(fmt::format("SELECT {} FROM {} AS s", join(expressions, ", "),
                         in_quotes(source.name)));
  sqlite3_set_authorizer(db.handle(), nullptr, nullptr);
  std::vector<std::string> lost;
  for (const auto& x : source.columns)
    if (!x.generated && used.count(x.name) == 0)
      lost.push_back(x.name);
  if (!lost.empty())
    refuse(
      fmt::format("the new table has no place for {} of {}: name a column "
                  "for it with --map NEW={}, or allow the loss with "
                  "--allow-drop",
                  join(lost, ", "), source.name, lost.front()));
}

} // namespace

column_mapping map_columns(const table_info& source, const table_info& target,
                           const settings& what) {
  connection db{""};
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DQS_DDL, 1, nullptr);
  db.exec(source.sql);
  // From here on a mistyped "column" is an error, not a text.
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  create_probe(db, source);
  for (const auto& [column, expression] : what.mapping) {
    const auto* found = target.column(column);
    if (found == nullptr || found->generated)
      refuse(
        fmt::format("--map {}: the new table has no such column{}", column,
                    found != nullptr ? " to be filled: it is generated" : ""));
    check_expression(db, source, column, expression);
  }
  column_mapping result;
  for (const auto& column : target.columns) {
    if (column.generated)
      continue;
    std::string expression;
    for (const auto& [name, wanted] : what.mapping)
      if (same_name(name, column.name)) {
        if (!expression.empty())
          refuse(fmt::format("--map {}: named twice", name));
        expression = enclosed(wanted);
      }
    if (const auto* same = source.column(column.name);
        expression.empty() && same != nullptr)
      expression = "s." + in_quotes(same->name);
    if (expression.empty()) {
      if (column.not_null && !column.has_default && &column != target.rowid())
        refuse(
          fmt::format("column {} of the new table is NOT NULL and gets no "
                      "value: give it a DEFAULT, or an expression with "
                      "--map {}=EXPRESSION",
                      column.name, column.name));
      continue;
    }
    if (auto name = plain_column(db, source, expression); !name.empty())
      result.carried.emplace(column.name, name);
    result.assignments.push_back({column.name, expression});
  }
  if (result.assignments.empty())
    refuse(
      "the new table has no column that the old one could fill: name "
      "expressions with --map");
  if (!what.allow_drop)
    check_losses(db, source, result.assignments);
  return result;
}

} // namespace schema_change
