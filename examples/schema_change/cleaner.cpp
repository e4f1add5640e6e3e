#include "schema_change/cleaner.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace schema_change {

namespace {

using clock = std::chrono::steady_clock;

std::string locator(const table_info& table) {
  if (!table.without_rowid)
    return quoted(table.rowid_name());
  std::vector<std::string> result;
  for (const auto& x : table.columns)
    if (x.in_primary_key > 0)
      result.push_back(quoted(x.name));
  return result.size() == 1 ? result.front()
                            : fmt::format("({})", join(result, ", "));
}

std::string unenclosed(std::string tuple) {
  return tuple.front() == '(' ? tuple.substr(1, tuple.size() - 2) : tuple;
}

std::string drop(const char* kind, const std::string& name) {
  return fmt::format("DROP {} IF EXISTS main.{};", kind, quoted(name));
}

} // namespace

cleaner::cleaner(session& on, pacer& pace)
  : on_(on), pace_(pace), names_(on.run.table) {}

void cleaner::close() {
  {
    owned_transaction guard{on_, "close"};
    on_.db.exec(drop("TABLE", names_.log) + drop("INDEX", names_.key_index));
    guard.commit(on_.run);
  }
  if (!on_.run.keep_old)
    empty(names_.old);
  owned_transaction guard{on_, "close"};
  if (!on_.run.keep_old)
    on_.db.exec(drop("TABLE", names_.old));
  if (on_.run.sentinel)
    on_.db.exec(drop("TABLE", sentinel_table));
  checkpoint_store::remove(on_.db, on_.run.table);
  guard.commit();
}

void cleaner::discard() {
  on_.what.reset(); // what is useless need not be as planned
  {
    auto next = on_.run;
    next.now = phase::discarding;
    owned_transaction guard{on_, "discard"};
    for (const auto& name : log_triggers(names_))
      on_.db.exec(drop("TRIGGER", name));
    on_.db.exec(drop("TABLE", names_.log));
    guard.commit(next);
  }
  empty(names_.shadow);
  owned_transaction guard{on_, "discard"};
  on_.db.exec(drop("TABLE", names_.shadow));
  if (on_.run.sentinel)
    on_.db.exec(drop("TABLE", sentinel_table));
  checkpoint_store::remove(on_.db, on_.run.table);
  guard.commit();
}

// To drop a full table takes as long as it is big, and all writers wait.
void cleaner::empty(const std::string& table) {
  auto found = inspect_table(on_.db, table);
  if (!found)
    return;
  auto place = locator(*found);
  auto sql = fmt::format(
    "DELETE FROM main.{0} WHERE {1} IN (SELECT {2} FROM "
    "main.{0} LIMIT ?)",
    quoted(table), place, unenclosed(place));
  chunk_size size{on_.wanted.chunk_time};
  for (int64_t removed = 1; removed > 0;) {
    auto begin = clock::now();
    {
      owned_transaction guard{on_, "empty"};
      removed = on_.db.run(sql, {static_cast<int64_t>(size.rows())});
      guard.commit(on_.run);
    }
    auto took = clock::now() - begin;
    size.took(static_cast<uint64_t>(removed), took);
    pace_.between(on_.db, 0, took);
  }
}

} // namespace schema_change
