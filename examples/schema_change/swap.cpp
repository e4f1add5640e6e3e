#include "schema_change/swap.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/failure.hpp"
#include "schema_change/sqlite.hpp"
#include "schema_change/wanted.hpp"

namespace schema_change {

namespace {

constexpr std::string_view automatic = "sqlite_autoindex_";

/// Switches direct changes of the schema on, and off again whatever happens.
class schema_writer {
public:
  explicit schema_writer(connection& db) : db_(db) {
    db_.exec("PRAGMA writable_schema=ON");
  }

  schema_writer(const schema_writer&) = delete;

  schema_writer& operator=(const schema_writer&) = delete;

  ~schema_writer() {
    try {
      db_.exec("PRAGMA writable_schema=OFF");
    } catch (const sqlite_error&) {
      // The connection is of no use any more, and the next statement says so.
    }
  }

private:
  connection& db_;
};

std::vector<schema_edit> edits_of(connection& db, const std::string& table,
                                  const std::string& new_name) {
  std::vector<schema_edit> result;
  auto rows = db.prepare(
    "SELECT rowid, name FROM main.sqlite_schema WHERE "
    "type IN ('table', 'index') AND tbl_name = ? COLLATE "
    "NOCASE ORDER BY rowid");
  rows.bind({table});
  while (rows.step()) {
    schema_edit x{rows.integer(0), rows.text(1), {}, new_name, {}};
    if (auto prefix = std::string{automatic} + table;
        same_name(x.old_name.substr(0, prefix.size()), prefix))
      x.name
        = std::string{automatic} + new_name + x.old_name.substr(prefix.size());
    result.push_back(std::move(x));
  }
  return result;
}

schema_edit& edit_of(std::vector<schema_edit>& edits, const std::string& name) {
  auto i
    = std::find_if(edits.begin(), edits.end(), [&name](const schema_edit& x) {
        return same_name(x.old_name, name);
      });
  if (i == edits.end())
    throw failure{
      status::ec::mismatched_alter, leftovers::removed,
      fmt::format("{} is no longer in the schema; start again", name)};
  return *i;
}

void describe(schema_edit& x, const std::string& name, const std::string& sql) {
  x.name = name;
  x.sql = sql;
}

std::vector<schema_edit> edit_source(connection& db, const plan& what) {
  auto edits = edits_of(db, what.source.name, what.names.old);
  std::vector<index_rename> renames;
  std::vector<std::string> names;
  for (const auto& x : what.source.indexes)
    if (!x.sql.empty()) {
      renames.push_back(
        {x.sql, fmt::format("{}_{}", what.names.old, renames.size() + 1)});
      names.push_back(x.name);
    }
  auto ddl = rename_ddl(what.source, what.names.old, renames);
  describe(edit_of(edits, what.source.name), what.names.old, ddl.table);
  for (size_t i = 0; i < names.size(); ++i)
    describe(edit_of(edits, names[i]), renames[i].name, ddl.indexes[i]);
  return edits;
}

std::vector<schema_edit> edit_shadow(connection& db, const plan& what) {
  auto edits = edits_of(db, what.names.shadow, what.target.name);
  describe(edit_of(edits, what.names.shadow), what.target.name,
           what.target.sql);
  for (const auto& x : what.indexes)
    describe(edit_of(edits, x.shadow_name), x.name, x.original);
  if (what.key.needs_index)
    describe(edit_of(edits, what.names.key_index), what.names.key_index,
             key_index_sql(what, what.target.name));
  for (const auto& x : what.links)
    if (x.own_index)
      describe(edit_of(edits, x.index), x.index,
               link_index_sql(x, what.target.name));
  return edits;
}

// All connections must read the schema anew, this one at once.
void reread_schema(connection& db) {
  db.exec(fmt::format("PRAGMA main.schema_version={}",
                      db.integer("PRAGMA main.schema_version") + 1));
  db.exec("PRAGMA writable_schema=RESET");
}

void write_schema(connection& db, const swap& x) {
  for (const auto& edit : x.edits)
    db.run(
      "UPDATE main.sqlite_schema SET name = ?, tbl_name = ?, sql = ? "
      "WHERE rowid = ? AND name = ?",
      {edit.name, edit.table, edit.sql.empty() ? value{} : value{edit.sql},
       edit.rowid, edit.old_name});
}

bool has_table(connection& db, const char* name) {
  return db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ?", {name});
}

void carry_sequence(connection& db, const plan& what) {
  if (!has_table(db, "sqlite_sequence"))
    return;
  auto before = db.first("SELECT seq FROM main.sqlite_sequence WHERE name = ?",
                         {what.source.name});
  auto after = db.first("SELECT seq FROM main.sqlite_sequence WHERE name = ?",
                        {what.names.shadow});
  auto greatest
    = db.first("SELECT max(seq) FROM main.sqlite_sequence WHERE name IN (?, ?)",
               {what.source.name, what.names.shadow});
  db.run("DELETE FROM main.sqlite_sequence WHERE name IN (?, ?)",
         {what.source.name, what.names.shadow});
  auto put = [&db](const std::string& name, const value& seq) {
    db.run("INSERT INTO main.sqlite_sequence(name, seq) VALUES(?, ?)",
           {name, seq});
  };
  if (what.target.autoincrement && (before || after))
    put(what.target.name, greatest->front());
  if (before)
    put(what.names.old, before->front());
}

void carry_statistics(connection& db, const plan& what, const swap& x) {
  for (const auto* table : {"sqlite_stat1", "sqlite_stat4"}) {
    if (!has_table(db, table))
      continue;
    db.run(fmt::format("DELETE FROM main.{} WHERE tbl = ?", table),
           {what.source.name});
    for (const auto& edit : x.edits)
      if (edit.table == what.target.name)
        db.run(fmt::format("UPDATE main.{} SET idx = ? WHERE tbl = ? AND "
                           "idx = ?",
                           table),
               {edit.name, what.names.shadow, edit.old_name});
    db.run(fmt::format("UPDATE main.{} SET tbl = ? WHERE tbl = ?", table),
           {what.target.name, what.names.shadow});
  }
}

// Whether the schema that was read back is the one that was wanted.
void check_result(connection& db, const plan& what) {
  auto table = inspect_table(db, what.target.name);
  auto old = inspect_table(db, what.names.old);
  auto expected = what.target.indexes.size() + shadow_indexes(what).size()
                  + (what.key.needs_index ? 1 : 0);
  if (!table || !old || table->sql != what.target.sql
      || table->columns.size() != what.target.columns.size()
      || table->indexes.size() != expected
      || old->columns.size() != what.source.columns.size()
      || old->indexes.size() != what.source.indexes.size())
    throw failure{status::ec::mismatched_alter, leftovers::resumable,
                  fmt::format("the schema did not become what was wanted, so "
                              "the cut-over of {} was undone",
                              what.source.name)};
}

} // namespace

// SQLite drops no table of that name, so it gets another one first.
void drop_sequence(connection& db, const std::string& free_name) {
  {
    schema_writer guard{db};
    db.run(
      "UPDATE main.sqlite_schema SET name = ?1, tbl_name = ?1, sql = ?2 WHERE "
      "name = 'sqlite_sequence'",
      {free_name,
       fmt::format("CREATE TABLE {}(name,seq)", in_quotes(free_name))});
    reread_schema(db);
  }
  db.exec("DROP TABLE main." + in_quotes(free_name));
}

swap make_swap(connection& db, const plan& what) {
  swap result;
  result.edits = edit_source(db, what);
  for (auto& x : edit_shadow(db, what))
    result.edits.push_back(std::move(x));
  auto ours = log_triggers(what);
  auto rows = db.prepare(
    "SELECT name, sql FROM main.sqlite_schema WHERE "
    "type = 'trigger' AND tbl_name = ? COLLATE NOCASE "
    "ORDER BY rowid");
  rows.bind({what.source.name});
  while (rows.step())
    if (auto name = rows.text(0);
        std::find(ours.begin(), ours.end(), name) == ours.end())
      result.triggers.push_back({name, rows.text(1)});
  return result;
}

void apply_swap(connection& db, const plan& what, const swap& x) {
  for (const auto& name : log_triggers(what))
    db.exec(fmt::format("DROP TRIGGER IF EXISTS main.{}", in_quotes(name)));
  for (const auto& trigger : x.triggers)
    db.exec(fmt::format("DROP TRIGGER main.{}", in_quotes(trigger.name)));
  {
    schema_writer guard{db};
    write_schema(db, x);
    carry_sequence(db, what);
    carry_statistics(db, what, x);
    reread_schema(db);
  }
  for (const auto& trigger : x.triggers)
    db.exec(trigger.sql);
  check_result(db, what);
}

} // namespace schema_change
