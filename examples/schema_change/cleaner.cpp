#include "schema_change/cleaner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/swap.hpp"

namespace schema_change {

namespace {

/// How the rows of a table are addressed, and in which order they lie.
struct address {
  std::vector<std::string> columns;
  std::string order = "NOT INDEXED";
};

address address_of(const table_info& table) {
  address result;
  if (!table.without_rowid)
    result.columns.push_back(in_quotes(table.rowid_name()));
  for (const auto& x : table.indexes)
    if (table.without_rowid && x.primary_key) {
      result.order = "INDEXED BY " + in_quotes(x.name);
      for (const auto& part : x.columns)
        result.columns.push_back(
          in_quotes(table.columns[static_cast<size_t>(part.column)].name));
    }
  return result;
}

std::string drop(const char* kind, const std::string& name) {
  return fmt::format("DROP {} IF EXISTS main.{};", kind, in_quotes(name));
}

} // namespace

cleaner::cleaner(session& on, pacer& pace)
  : on_(on), pace_(pace), names_(on.run.table) {}

// A sentinel that exists now was made after this change had passed it, so it is
// none of ours.
void cleaner::close() {
  on_.take_turns([this] {
    owned_transaction guard{on_, "close"};
    on_.db.exec(drop("TABLE", names_.log) + drop("TABLE", names_.parent_log)
                + drop("INDEX", names_.key_index));
    for (size_t i = 1; exists(names_.link_index(i)); ++i)
      on_.db.exec(drop("INDEX", names_.link_index(i)));
    guard.commit(on_.run);
  });
  if (!on_.run.keep_old)
    empty(names_.old);
  on_.take_turns([this] {
    owned_transaction guard{on_, "close"};
    if (!on_.run.keep_old)
      on_.db.exec(drop("TABLE", names_.old));
    checkpoint_store::remove(on_.db, on_.run.table);
    guard.commit();
  });
}

void cleaner::discard() {
  on_.what.reset(); // what is useless need not be as planned
  on_.take_turns([this] {
    auto next = on_.run;
    next.now = phase::discarding;
    owned_transaction guard{on_, "discard"};
    drop_triggers();
    on_.db.exec(drop("TABLE", names_.log) + drop("TABLE", names_.parent_log));
    guard.commit(next);
  });
  empty(names_.shadow);
  on_.take_turns([this] { remove_shadow(); });
}

void cleaner::remove_shadow() {
  owned_transaction guard{on_, "discard"};
  auto numbers = made_sequence();
  on_.db.exec(drop("TABLE", names_.shadow));
  if (numbers)
    drop_sequence(on_.db, names_.shadow);
  // ANALYZE makes it, and the rows about the shadow are gone with the shadow.
  if (exists("sqlite_stat1") && !on_.db.any("SELECT 1 FROM main.sqlite_stat1"))
    on_.db.exec(drop("TABLE", "sqlite_stat1"));
  // It may hold another table's change, too, which must not go on by itself.
  if (on_.run.sentinel && !checkpoint_store::others_wait(on_.db, on_.run.table))
    on_.db.exec(drop("TABLE", sentinel_table));
  checkpoint_store::remove(on_.db, on_.run.table);
  guard.commit();
}

bool cleaner::exists(const std::string& name) {
  return on_.db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ?", {name});
}

// The first table with AUTOINCREMENT brings sqlite_sequence along.
bool cleaner::made_sequence() {
  return on_.db.any(
           "SELECT 1 FROM main.sqlite_schema AS q, main.sqlite_schema AS s "
           "WHERE q.name = 'sqlite_sequence' AND s.name = ?1 AND q.rowid > "
           "s.rowid AND NOT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE "
           "type "
           "= 'table' AND name <> ?1 AND sql LIKE '%AUTOINCREMENT%')",
           {names_.shadow})
         && !on_.db.any("SELECT 1 FROM main.sqlite_sequence WHERE name <> ?",
                        {names_.shadow});
}

// Whatever writes to a log that is about to go would fail from then on. Those
// on the table are told by their names, too, because somebody may have replaced
// one.
void cleaner::drop_triggers() {
  std::vector<std::string> names;
  auto rows = on_.db.prepare(
    "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND "
    "(instr(sql, ?1) > 0 OR instr(sql, ?2) > 0 OR tbl_name = ?3 COLLATE NOCASE "
    "AND name IN (?4 || 'insert', ?4 || 'update', ?4 || 'delete', "
    "?4 || 'before_insert', ?4 || 'before_update'))");
  auto writes_to = [](const std::string& log) {
    return fmt::format("INSERT INTO {}(", in_quotes(log));
  };
  rows.bind({writes_to(names_.log), writes_to(names_.parent_log), on_.run.table,
             names_.log + "_"});
  while (rows.step())
    names.push_back(rows.text(0));
  for (const auto& name : names)
    on_.db.exec(drop("TRIGGER", name));
}

// To drop a full table takes as long as it is big, and all writers wait.
void cleaner::empty(const std::string& table) {
  auto found = inspect_table(on_.db, table);
  if (!found)
    return;
  drop_indexes(*found);
  // In the order of the rows, else each one is on a page of its own.
  auto place = address_of(*found);
  auto columns = join(place.columns, ", ");
  auto sql = fmt::format(
    "DELETE FROM main.{0} WHERE {1} IN (SELECT {2} FROM main.{0} {3} LIMIT ?)",
    in_quotes(table),
    place.columns.size() == 1 ? columns : fmt::format("({})", columns), columns,
    place.order);
  chunk_size size{on_.wanted.chunk_time};
  for (int64_t removed = 1; removed > 0;) {
    stopwatch watch;
    on_.take_turns([&] {
      owned_transaction guard{on_, "empty"};
      watch = {}; // not the wait for others
      removed = on_.db.run(sql, {static_cast<int64_t>(size.rows())});
      watch.worked();
      guard.commit(on_.run);
    });
    size.took(static_cast<uint64_t>(removed), watch.effort());
    pace_.between(on_.db, 0, watch.elapsed());
  }
}

// Rows without indexes are removed many times faster. An index is dropped in a
// fraction of the time that building it took, so who has waited for that can
// wait once more; who asked for indexes first, to wait for neither, need not.
void cleaner::drop_indexes(const table_info& table) {
  if (on_.wanted.indexes_first)
    return;
  for (const auto& x : table.indexes) {
    if (x.sql.empty())
      continue; // belongs to a constraint
    stopwatch watch;
    on_.take_turns([&] {
      owned_transaction guard{on_, "empty"};
      on_.db.exec(drop("INDEX", x.name));
      guard.commit(on_.run);
    });
    pace_.between(on_.db, 0, watch.elapsed());
  }
}

} // namespace schema_change
