#include "schema_change/rehearsal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "schema_change/change_log.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/firing.hpp"
#include "schema_change/queries.hpp"
#include "schema_change/sqlite.hpp"
#include "schema_change/swap.hpp"

namespace schema_change {

namespace {

/// What was tried, and SQLite's complaint if there was one.
using probes = std::map<std::string, std::string>;

// Virtual tables bring their own tables along. What cannot be created here, for
// a module or a function that only the application has, cannot be rehearsed.
void copy_schema(connection& from, connection& to, const plan& what) {
  auto helpers = taken_names(what);
  auto rows = from.prepare(
    "SELECT s.name, s.sql FROM main.sqlite_schema AS s LEFT JOIN "
    "(SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
    "type = 'shadow') AS v ON v.name = s.tbl_name "
    "WHERE s.sql IS NOT NULL AND v.name IS NULL AND s.name NOT LIKE "
    "'sqlite^_%' ESCAPE '^' AND lower(s.tbl_name) NOT IN "
    "('_status_checkpoint', '_status_sentinel') "
    "ORDER BY CASE s.type WHEN 'table' THEN 0 WHEN 'index' THEN 1 "
    "WHEN 'view' THEN 2 ELSE 3 END, s.rowid");
  while (rows.step()) {
    auto name = rows.text(0);
    if (std::find(helpers.begin(), helpers.end(), name) != helpers.end())
      continue;
    try {
      to.exec(rows.text(1));
    } catch (const sqlite_error& e) {
      if (same_name(name, what.source.name))
        refuse(fmt::format("{} cannot be created again: {}", name, e.reason()));
    }
  }
}

bool probe(connection& db, probes& into, const std::string& name,
           const std::string& sql) {
  auto& complaint = into[name];
  try {
    db.prepare(sql);
  } catch (const sqlite_error& e) {
    complaint = e.reason();
  }
  return complaint.empty();
}

// Compiling a statement compiles the views and triggers behind it and looks up
// the foreign keys; nothing needs to run.
probes probe_all(connection& db, const std::string& except) {
  probes result;
  auto tables = db.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = "
    "'main' AND type IN ('table', 'view') AND name NOT "
    "LIKE 'sqlite^_%' ESCAPE '^'");
  while (tables.step()) {
    if (tables.text(0) == except)
      continue;
    auto name = in_quotes(tables.text(0));
    if (!probe(db, result, "reading " + tables.text(0),
               "SELECT * FROM " + name))
      continue;
    auto table = inspect_table(db, tables.text(0));
    auto triggered = db.any(
      "SELECT 1 FROM sqlite_schema WHERE type = "
      "'trigger' AND tbl_name = ?",
      {table->name});
    if (table->kind == "view" && !triggered)
      continue;
    std::vector<std::string> columns;
    std::vector<std::string> nulls;
    std::vector<std::string> sets;
    for (const auto& x : table->columns)
      if (!x.generated) {
        columns.push_back(in_quotes(x.name));
        nulls.emplace_back("NULL");
        sets.push_back(in_quotes(x.name) + " = NULL");
      }
    probe(db, result, "inserting into " + table->name,
          fmt::format("INSERT INTO {}({}) VALUES({})", name,
                      join(columns, ", "), join(nulls, ", ")));
    probe(db, result, "updating " + table->name,
          fmt::format("UPDATE {} SET {}", name, join(sets, ", ")));
    probe(db, result, "deleting from " + table->name, "DELETE FROM " + name);
  }
  return result;
}

// Every statement of the run compiles here before it runs there.
void probe_queries(connection& db, const plan& what) {
  queries sql{what};
  db.exec(sql.create_batch());
  db.exec(sql.create_compare());
  for (bool lower : {false, true}) {
    db.prepare(sql.key_at(lower));
    db.prepare(sql.last_key(lower));
    db.prepare(sql.refill(lower));
    db.prepare(sql.locator_at(lower));
    db.prepare(sql.last_locator(lower));
    ends range{lower, true};
    for (const auto& x :
         {sql.copy(range), sql.batch_from_range(range), sql.surplus(range),
          sql.count_shadow(range), sql.compare_from_range(range),
          sql.surplus_by_locator(range)})
      db.prepare(x);
  }
  for (const auto& x : {sql.batch_from_log(), sql.unusable_key(), sql.purge(),
                        sql.batch_from(sql.differing())})
    db.prepare(x);
}

/// The columns to which INSERT INTO ... VALUES(...) gives values, in its order.
std::vector<const column_info*> insertable(const table_info& x) {
  std::vector<const column_info*> result;
  for (const auto& y : x.columns)
    if (!y.generated)
      result.push_back(&y);
  return result;
}

void note_what_changes(const plan& what, host& world) {
  auto before = insertable(what.source);
  auto after = insertable(what.target);
  if (before.size() != after.size())
    world.note(level::warning,
               fmt::format("the number of columns changes: an application that "
                           "writes INSERT INTO {} VALUES(...) without naming "
                           "the columns fails after the cut-over",
                           what.source.name),
               {});
  else if (!std::equal(before.begin(), before.end(), after.begin(),
                       [](const auto* x, const auto* y) {
                         return same_name(x->name, y->name);
                       }))
    world.note(level::warning,
               fmt::format("the columns change their names or their order: an "
                           "application that writes INSERT INTO {} VALUES(...) "
                           "without naming the columns puts values into other "
                           "columns after the cut-over",
                           what.source.name),
               {});
  for (const auto& x : what.lost_indexes)
    world.note(level::warning,
               fmt::format("the index {} has no place on the new {} and is "
                           "dropped",
                           x, what.source.name),
               {});
}

} // namespace

void rehearse(connection& db, const plan& what, host& world) {
  check_children(db, what);
  connection stage{""};
  copy_schema(db, stage, what);
  stage.exec("PRAGMA foreign_keys=ON");
  auto before = probe_all(stage, what.names.old);
  auto fired = find_firings(stage);
  stage.exec("PRAGMA foreign_keys=OFF");
  try {
    stage.exec(what.shadow_sql);
    if (what.key.needs_index)
      stage.exec(key_index_sql(what, what.names.shadow));
    for (const auto& x : change_log(what, "rehearsal"))
      stage.exec(x.sql);
    probe_queries(stage, what);
    for (const auto& x : shadow_indexes(what))
      stage.exec(x.sql);
    for (const auto& x : what.links)
      stage.prepare(queries{what}.lost_parent(x));
    transaction guard{stage};
    apply_swap(stage, what, make_swap(stage, what));
    guard.commit();
  } catch (const sqlite_error& e) {
    refuse(fmt::format("the change of {} fails when it is rehearsed: {}",
                       what.source.name, e.reason()));
  }
  stage.exec("PRAGMA foreign_keys=ON");
  std::vector<std::string> broken;
  for (const auto& [name, complaint] : probe_all(stage, what.names.old))
    if (auto i = before.find(name);
        !complaint.empty() && (i == before.end() || i->second.empty()))
      broken.push_back(fmt::format("{} ({})", name, complaint));
  for (auto& x : silenced(fired, find_firings(stage)))
    broken.push_back(std::move(x));
  if (!broken.empty())
    refuse(
      fmt::format("after the change of {} these would no longer work: "
                  "{}; adapt the views, triggers and foreign keys first",
                  what.source.name, join(broken, ", ")));
  note_what_changes(what, world);
}

} // namespace schema_change
