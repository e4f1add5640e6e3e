#include "schema_change/table_info.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

// The rules of https://www.sqlite.org/datatype3.html, section 3.1.
affinity affinity_of(std::string type, bool strict) {
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  auto has = [&type](const char* part) {
    return type.find(part) != std::string::npos;
  };
  if (strict && type == "ANY")
    return affinity::none;
  if (has("INT"))
    return affinity::integer;
  if (has("CHAR") || has("CLOB") || has("TEXT"))
    return affinity::text;
  if (has("BLOB") || type.empty())
    return affinity::none;
  if (has("REAL") || has("FLOA") || has("DOUB"))
    return affinity::real;
  return affinity::numeric;
}

void add_columns(connection& db, table_info& table) {
  auto rows = db.prepare(
    "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden, "
    "dflt_value "
    "FROM pragma_table_xinfo(?, 'main') ORDER BY cid");
  rows.bind({table.name});
  while (rows.step()) {
    column_info x;
    x.name = rows.text(0);
    x.type = rows.text(1);
    x.converts = affinity_of(x.type, table.strict);
    x.not_null = rows.integer(2) != 0;
    x.has_default = rows.integer(3) != 0;
    x.default_sql = rows.text(6);
    x.in_primary_key = static_cast<int>(rows.integer(4));
    x.computed = rows.integer(5) == 2;
    x.generated = x.computed || rows.integer(5) == 3;
    const char* collation = nullptr;
    if (sqlite3_table_column_metadata(db.handle(), "main", table.name.c_str(),
                                      x.name.c_str(), nullptr, &collation,
                                      nullptr, nullptr, nullptr)
          == SQLITE_OK
        && collation != nullptr)
      x.collation = collation;
    table.columns.push_back(std::move(x));
  }
}

void add_indexes(connection& db, table_info& table) {
  auto rows = db.prepare(
    "SELECT l.name, l.\"unique\", l.origin, l.partial, ifnull(s.sql, '') "
    "FROM pragma_index_list(?, 'main') AS l LEFT JOIN main.sqlite_schema AS s "
    "ON s.type = 'index' AND s.name = l.name ORDER BY s.rowid, l.seq");
  rows.bind({table.name});
  while (rows.step()) {
    index_info x;
    x.name = rows.text(0);
    x.unique = rows.integer(1) != 0;
    x.primary_key = rows.text(2) == "pk";
    x.partial = rows.integer(3) != 0;
    x.sql = rows.text(4);
    auto parts = db.prepare(
      "SELECT cid, coll, \"desc\" "
      "FROM pragma_index_xinfo(?, 'main') WHERE key "
      "ORDER BY seqno");
    parts.bind({x.name});
    while (parts.step())
      x.columns.push_back({static_cast<int>(parts.integer(0)), parts.text(1),
                           parts.integer(2) != 0});
    table.indexes.push_back(std::move(x));
  }
}

void add_foreign_keys(connection& db, table_info& table) {
  auto rows = db.prepare(
    "SELECT id, \"table\", \"from\", \"to\" "
    "FROM pragma_foreign_key_list(?, 'main') "
    "ORDER BY id, seq");
  rows.bind({table.name});
  int64_t last = -1;
  while (rows.step()) {
    if (rows.integer(0) != last)
      table.foreign_keys.push_back({rows.text(1), {}, {}});
    last = rows.integer(0);
    auto& key = table.foreign_keys.back();
    key.from.push_back(rows.text(2));
    if (!std::holds_alternative<std::monostate>(rows.at(3)))
      key.to.push_back(rows.text(3));
  }
}

// An INTEGER PRIMARY KEY is the rowid itself, so it needs no index; one with
// the same type that was declared DESC is none, and has one.
void find_rowid_column(table_info& table) {
  auto in_key = [](const column_info& x) { return x.in_primary_key > 0; };
  auto first = std::find_if(table.columns.begin(), table.columns.end(), in_key);
  auto indexed = std::any_of(table.indexes.begin(), table.indexes.end(),
                             [](const index_info& x) { return x.primary_key; });
  if (!table.without_rowid && !indexed && first != table.columns.end())
    table.rowid_column = static_cast<size_t>(first - table.columns.begin());
}

} // namespace

const char* type_of(affinity x) {
  switch (x) {
    case affinity::text:
      return "TEXT";
    case affinity::numeric:
      return "NUMERIC";
    case affinity::integer:
      return "INTEGER";
    case affinity::real:
      return "REAL";
    default:
      return "BLOB";
  }
}

affinity storing(affinity x) {
  return x == affinity::integer ? affinity::numeric : x;
}

bool index_info::plain() const {
  return std::all_of(columns.begin(), columns.end(),
                     [](const index_column& x) { return x.column >= 0; });
}

const column_info* table_info::column(const std::string& name) const {
  auto i = std::find_if(
    columns.begin(), columns.end(),
    [&name](const column_info& x) { return same_name(x.name, name); });
  return i == columns.end() ? nullptr : &*i;
}

const column_info* table_info::rowid() const {
  return rowid_column ? &columns[*rowid_column] : nullptr;
}

std::string table_info::rowid_name() const {
  if (rowid() != nullptr)
    return rowid()->name;
  for (const char* name : {"rowid", "_rowid_", "oid"})
    if (column(name) == nullptr)
      return name;
  return {};
}

std::optional<table_info> inspect_table(connection& db,
                                        const std::string& name) {
  auto found = db.first(
    "SELECT l.name, l.type, l.wr, l.strict, "
    "ifnull(s.sql, '') FROM pragma_table_list AS l "
    "LEFT JOIN main.sqlite_schema AS s ON s.name = l.name "
    "AND s.type IN ('table', 'view') "
    "WHERE l.schema = 'main' AND l.name = ? COLLATE NOCASE",
    {name});
  if (!found)
    return std::nullopt;
  table_info result;
  result.name = std::get<std::string>(found->at(0));
  result.kind = std::get<std::string>(found->at(1));
  result.without_rowid = std::get<int64_t>(found->at(2)) != 0;
  result.strict = std::get<int64_t>(found->at(3)) != 0;
  result.sql = std::get<std::string>(found->at(4));
  add_columns(db, result);
  add_indexes(db, result);
  add_foreign_keys(db, result);
  find_rowid_column(result);
  int autoincrement = 0;
  if (result.rowid_column)
    sqlite3_table_column_metadata(
      db.handle(), "main", result.name.c_str(),
      result.columns[*result.rowid_column].name.c_str(), nullptr, nullptr,
      nullptr, nullptr, &autoincrement);
  result.autoincrement = autoincrement != 0;
  return result;
}

} // namespace schema_change
