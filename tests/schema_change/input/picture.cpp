#include "schema_change/input/picture.hpp"

#include <algorithm>

namespace schema_change::test {

namespace {

std::vector<std::string> texts(connection& db, const std::string& sql,
                               const row& parameters = {}) {
  std::vector<std::string> result;
  auto rows = db.prepare(sql);
  rows.bind(parameters);
  while (rows.step()) {
    std::vector<std::string> parts;
    parts.reserve(static_cast<size_t>(rows.columns()));
    for (int i = 0; i < rows.columns(); ++i)
      parts.push_back(rows.text(i));
    result.push_back(join(parts, "\x1f"));
  }
  return result;
}

// Several queries, because there may be more columns than a row of a result may
// have; the order of the rows is the same in all of them.
std::vector<std::string> rows_of(connection& db, const std::string& table) {
  constexpr size_t at_once = 500;
  auto columns = texts(db,
                       "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE "
                       "hidden <> 1",
                       {table});
  std::vector<std::string> result;
  for (size_t begin = 0; begin < columns.size(); begin += at_once) {
    std::vector<std::string> shown;
    for (size_t i = begin; i < std::min(begin + at_once, columns.size()); ++i)
      shown.push_back("typeof(" + schema_change::in_quotes(columns[i])
                      + "), quote(" + schema_change::in_quotes(columns[i])
                      + ")");
    auto part = texts(db, "SELECT " + join(shown, ", ") + " FROM main."
                            + schema_change::in_quotes(table));
    result.resize(part.size());
    for (size_t i = 0; i < part.size(); ++i)
      result[i] += "\x1f" + part[i];
  }
  std::sort(result.begin(), result.end());
  return result;
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// How the expressions of a user reach the columns of the new table.
std::string insert_by_hand(connection& db, const settings& what,
                           const std::string& source) {
  std::vector<std::string> into;
  std::vector<std::string> from;
  for (const auto& column : texts(
         db, "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0",
         {what.table})) {
    std::string expression;
    for (const auto& [name, wanted] : what.mapping)
      if (same_name(name, column))
        expression = "(" + wanted + "\n)";
    if (expression.empty()
        && !db.any("SELECT 1 FROM pragma_table_xinfo(?, 'main') WHERE name = ? "
                   "COLLATE NOCASE",
                   {source, column}))
      continue;
    into.push_back(schema_change::in_quotes(column));
    from.push_back(expression.empty() ? schema_change::in_quotes(column)
                                      : expression);
  }
  return "INSERT INTO " + schema_change::in_quotes(what.table) + "("
         + join(into, ", ") + ") SELECT " + join(from, ", ") + " FROM "
         + schema_change::in_quotes(source);
}

} // namespace

std::vector<std::string> content_of(connection& db, const std::string& table) {
  auto result = texts(db,
                      "SELECT name, sql FROM main.sqlite_schema WHERE type = "
                      "'table' AND name = ? COLLATE NOCASE",
                      {table});
  append(result, rows_of(db, table));
  return result;
}

// What is counted or computed for the table goes with it.
std::vector<std::string> picture_of(connection& db, const std::string& except) {
  auto all = except.empty();
  auto result = texts(
    db,
    "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE (?1 OR "
    "name <> ?2 COLLATE NOCASE AND (sql IS NOT NULL OR tbl_name <> ?2 COLLATE "
    "NOCASE) AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', "
    "'sqlite_stat4')) ORDER BY type, name",
    {int64_t{all}, except});
  for (const auto* x : {"user_version", "application_id", "encoding",
                        "auto_vacuum", "page_size", "journal_mode"})
    append(result, texts(db, std::string{"PRAGMA main."} + x));
  for (const auto& name :
       texts(db,
             "SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
             "type IN ('table', 'shadow') AND name <> 'sqlite_schema' AND (?1 "
             "OR name <> ?2 COLLATE NOCASE AND name NOT LIKE 'sqlite%') ORDER "
             "BY name",
             {int64_t{all}, except})) {
    result.push_back(name);
    append(result, rows_of(db, name));
  }
  return result;
}

std::vector<std::string> broken_references(connection& db) {
  return texts(db,
               "SELECT \"table\", rowid, parent, fkid FROM "
               "pragma_foreign_key_check ORDER BY 1, 2, 3, 4");
}

std::vector<std::string> copied_by_hand(const std::string& path,
                                        const settings& what) {
  const std::string source = "_before";
  connection db{path};
  db.exec("PRAGMA foreign_keys=OFF; PRAGMA legacy_alter_table=ON");
  for (const auto& x : texts(db,
                             "SELECT type || ' IF EXISTS ' || quote(name) FROM "
                             "main.sqlite_schema WHERE "
                             "type IN ('view', 'trigger')"))
    db.exec("DROP " + x);
  db.exec("ALTER TABLE " + schema_change::in_quotes(what.table) + " RENAME TO "
          + source);
  db.exec(what.statement);
  db.exec(insert_by_hand(db, what, source));
  return content_of(db, what.table);
}

} // namespace schema_change::test
