#include "schema_change/session.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

namespace schema_change {

std::string definition_of(const table_info& source) {
  std::vector<std::string> texts;
  for (const auto& x : source.indexes)
    if (!x.sql.empty())
      texts.push_back(x.sql);
  std::sort(texts.begin(), texts.end());
  texts.insert(texts.begin(), source.sql);
  return join(texts, ";\n");
}

void configure(connection& db, bool durable) {
  // Sorting and temporary tables go to files: memory stays flat. No statement
  // needs an index of its own, which would be made by reading a whole table.
  db.exec(
    "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-16000; "
    "PRAGMA temp_store=FILE; PRAGMA automatic_index=OFF");
  // In WAL mode a commit is atomic without waiting for the disk, and the
  // checkpoint's own commit makes all earlier ones durable.
  // With a rollback journal FULL keeps the file sound, but the last commit may
  // be undone by a power cut until the folder knows that the journal is gone.
  auto wal = db.text("PRAGMA main.journal_mode") == "wal";
  db.exec(durable ? "PRAGMA main.synchronous=EXTRA"
          : wal   ? "PRAGMA main.synchronous=NORMAL"
                  : "PRAGMA main.synchronous=FULL");
}

session::session(connection& db, host& world, const settings& wanted,
                 const lock_file& lock)
  : db(db), world(world), wanted(wanted), lock(lock) {}

void session::check_lock() const {
  if (!lock.held())
    throw failure{status::ec::fenced, leftovers::foreign,
                  fmt::format("another run has taken over the change of {}; "
                              "this one wrote nothing",
                              run.table)};
}

failure session::taken_over() const {
  return {status::ec::fenced, leftovers::foreign,
          fmt::format("another run has taken over the change of {}; this one "
                      "has stopped and wrote nothing since",
                      run.table)};
}

void session::check_cancelled() const {
  if (world.cancelled())
    throw failure{status::ec::cancelled, leftovers::resumable,
                  run.now == phase::swapped
                    ? "cancelled"
                    : fmt::format("cancelled; {} is as it was, and a new start "
                                  "goes on from here",
                                  run.table)};
}

void session::check_definition() {
  auto source = inspect_table(db, what->source.name);
  if (!source || definition_of(*source) != run.definition)
    throw failure{
      status::ec::mismatched_alter, leftovers::removed,
      fmt::format("somebody has changed the definition of {} or its indexes "
                  "during the run, so the copy is of no use; start again",
                  what->source.name)};
  if (!intact(db, change_log(*what, run.token)))
    throw failure{
      status::ec::binlog_not_found, leftovers::removed,
      fmt::format("the change log of {} or one of its triggers is gone, so "
                  "changes may be missing; start again",
                  what->source.name)};
}

// Whoever removes or replaces the file has something in mind that a run cannot
// know: it must neither go on where nobody looks nor begin anew in the other
// one.
void session::check_place() const {
  auto moved = 0;
  if (sqlite3_file_control(db.handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        == SQLITE_OK
      && moved != 0)
    throw failure{
      status::ec::ownership_ambiguous, leftovers::foreign,
      fmt::format("{} was moved, removed or replaced during the change of {}; "
                  "this run has stopped, and all it wrote is in the file that "
                  "it had opened",
                  wanted.database, run.table)};
}

// -- cancellable ---------------------------------------------------------------

cancellable::cancellable(session& on) : db_(on.db) {
  db_.interrupt_when([&world = on.world] { return world.cancelled(); });
}

cancellable::~cancellable() {
  db_.interrupt_when(nullptr);
}

// -- owned_transaction ---------------------------------------------------------

owned_transaction::owned_transaction(session& on, const char* name)
  : on_(on), name_(name), guard_(on.db) {
  on_.world.trace(moment::began, name_);
  on_.check_place();
  if (!checkpoint_store::owned(on_.db, on_.run.table, on_.run.owner))
    throw on_.taken_over();
  auto version = on_.db.integer("PRAGMA main.schema_version");
  if (on_.what && on_.run.now == phase::running
      && version != on_.schema_version_)
    on_.check_definition();
  on_.schema_version_ = version;
}

void owned_transaction::commit(const stored_run& next) {
  checkpoint_store::update(on_.db, next);
  commit();
  on_.run = next;
}

void owned_transaction::commit() {
  on_.world.trace(moment::before_commit, name_);
  guard_.commit();
  on_.world.trace(moment::committed, name_);
}

} // namespace schema_change
