#include "schema_change/start.hpp"

#include <fmt/format.h>

#include "schema_change/cleaner.hpp"
#include "schema_change/estimate.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/key.hpp"
#include "schema_change/rehearsal.hpp"
#include "schema_change/wanted.hpp"
#include "status/messages/checkpoint.hpp"
#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using std::chrono::system_clock;

/// How often the application may change its schema while a run sets up.
constexpr int tries = 5;

[[noreturn]] void refuse_resume(status::ec code, const std::string& why) {
  throw failure{code, leftovers::untouched,
                why
                  + "; nothing was touched. To give the unfinished change up "
                    "and start over, use --resume=never"};
}

void check_age(const stored_run& found, std::chrono::nanoseconds limit,
               host& world) {
  auto age = status::age_of(found.written, system_clock::now());
  if (age.in_future)
    world.note(level::warning,
               "the checkpoint was written in the future; a clock went back",
               {});
  if (age.age > limit)
    refuse_resume(
      status::ec::checkpoint_too_old,
      fmt::format("the last checkpoint of {} is {} old, the limit is {}",
                  found.table, status::format_duration(age.age),
                  status::format_duration(limit)));
}

// Nothing of the user's must be taken for ours.
void check_names_free(connection& db, const plan& what) {
  for (const auto& x : taken_names(what))
    if (db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE",
               {x}))
      refuse(
        fmt::format("the name {} is taken in the database, and not by an "
                    "unfinished change of {}; rename or drop it first",
                    x, what.source.name));
}

std::string sentinel_sql() {
  return fmt::format("CREATE TABLE IF NOT EXISTS main.{}(note TEXT)",
                     quoted(sentinel_table));
}

} // namespace

start::start(session& on, gauges& shown, pacer& pace)
  : on_(on), shown_(shown), pace_(pace) {}

remaining start::begin() {
  auto source = inspect_table(on_.db, on_.wanted.table);
  if (source)
    on_.run.table = source->name;
  else
    on_.run.table = on_.wanted.table;
  auto target = read_wanted(on_.wanted.statement, on_.run.table);
  auto wanted = statement_text(target, on_.wanted);
  auto found = checkpoint_store::load(on_.db, on_.run.table);
  if (found && found->now == phase::swapped) {
    claim(*found);
    if (found->statement == wanted)
      return remaining::closing;
    cleaner{on_, pace_}.close();
    on_.world.note(level::info, "finished an earlier change of the table", {});
    found.reset();
    source = inspect_table(on_.db, on_.run.table);
  } else if (found
             && (found->now == phase::discarding
                 || on_.wanted.resume == resume_mode::never)) {
    claim(*found);
    cleaner{on_, pace_}.discard();
    found.reset();
  }
  if (found) {
    check_resumable(*found, wanted);
    on_.what = std::make_shared<const plan>(make_plan(on_.db, on_.wanted));
    check_log(*found);
    rehearse(on_.db, *on_.what, on_.world);
    claim(*found);
    if (on_.wanted.defer_cut_over && !on_.run.sentinel)
      defer();
    shown_.resumed(true);
    return remaining::everything;
  }
  stored_run fresh;
  fresh.table = on_.run.table;
  fresh.owner = on_.run.owner;
  on_.run = fresh;
  if (on_.wanted.resume == resume_mode::require)
    refuse(fmt::format("there is no unfinished change of {} to resume",
                       on_.run.table));
  if (source && source->sql == target.sql) {
    auto mapped = !on_.wanted.mapping.empty();
    on_.world.note(mapped ? level::warning : level::info,
                   fmt::format("{} already has the wanted definition{}",
                               source->name,
                               mapped ? ", so no --map was applied" : ""),
                   {});
    return remaining::nothing;
  }
  set_up(wanted);
  return remaining::everything;
}

void start::claim(stored_run found) {
  auto before = found.now;
  found.owner = on_.run.owner;
  checkpoint_store::claim(on_.db, found);
  on_.run = found;
  if (found.now != before)
    throw failure{status::ec::unavailable, leftovers::resumable,
                  fmt::format("the run before has come to its end just now; "
                              "start the change of {} again to finish it",
                              found.table)};
  shown_.reached(on_.run);
}

void start::check_resumable(const stored_run& found,
                            const std::string& wanted) {
  if (found.statement != wanted)
    refuse_resume(status::ec::mismatched_alter,
                  fmt::format("the unfinished change of {} has another "
                              "statement or mapping",
                              found.table));
  auto source = inspect_table(on_.db, found.table);
  if (!source || definition_of(*source) != found.definition)
    refuse_resume(status::ec::mismatched_alter,
                  fmt::format("the definition of {} or its indexes has changed "
                              "since its unfinished change began",
                              found.table));
  check_age(found, on_.wanted.max_checkpoint_age, on_.world);
}

void start::check_log(const stored_run& found) {
  auto shadow = inspect_table(on_.db, on_.what->names.shadow);
  auto last = intact(on_.db, change_log(*on_.what, found.token))
                ? on_.db.integer("SELECT max(seq) FROM main."
                                 + quoted(on_.what->names.log))
                : -1;
  if (!shadow || shadow->sql != on_.what->shadow_sql || last < 0
      || static_cast<uint64_t>(last) < found.change)
    refuse_resume(status::ec::binlog_not_found,
                  fmt::format("the change position of the unfinished change of "
                              "{} is gone: its copy, its change log or one of "
                              "its triggers is not what it was",
                              found.table));
}

void start::set_up(const std::string& wanted) {
  for (int i = 0; i < tries; ++i) {
    auto version = on_.db.integer("PRAGMA main.schema_version");
    auto made = std::make_shared<const plan>(make_plan(on_.db, on_.wanted));
    check_names_free(on_.db, *made);
    rehearse(on_.db, *made, on_.world);
    auto size = estimate(on_.db, made->source, on_.wanted.chunk_time);
    check_room(on_.db, on_.wanted.database, size);
    stored_run first = on_.run;
    first.epoch = 1;
    first.token = random_token();
    first.statement = wanted;
    first.definition = definition_of(made->source);
    first.rows_expected = size.rows;
    first.sentinel = on_.wanted.defer_cut_over;
    on_.what = made;
    if (!create(first, version))
      continue;
    on_.run = first;
    shown_.reached(first);
    check_key();
    return;
  }
  throw failure{status::ec::unavailable, leftovers::untouched,
                "the schema changes too often to begin; start again when the "
                "application is quieter"};
}

// Once per change: who has dropped the table is not asked again by a resume.
void start::defer() {
  owned_transaction guard{on_, "defer"};
  auto next = on_.run;
  next.sentinel = true;
  on_.db.exec(sentinel_sql());
  guard.commit(next);
}

// All keys may have to be read for that, which no writer should wait for. So it
// comes after the change log, in which rows of from now on are seen. A resume
// finds out when it chooses its key.
void start::check_key() {
  const auto& what = *on_.what;
  on_.db.interrupt_when([this] { return on_.world.cancelled(); });
  auto null = holds_null(on_.db, what.source, what.key);
  on_.db.interrupt_when(nullptr);
  if (null)
    throw failure{status::ec::bad_argument, leftovers::removed,
                  fmt::format("the key of {0} holds NULL. {0} is as it was; "
                              "change the row and start again",
                              what.source.name)};
}

// All in one transaction, so that either nothing or everything is there.
bool start::create(stored_run& first, int64_t schema_version) {
  transaction guard{on_.db};
  on_.world.trace(moment::began, "set_up");
  if (on_.db.integer("PRAGMA main.schema_version") != schema_version)
    return false;
  const auto& what = *on_.what;
  checkpoint_store::prepare(on_.db);
  on_.db.exec(what.shadow_sql);
  if (what.key.needs_index)
    on_.db.exec(key_index_sql(what, what.names.shadow));
  for (const auto& x : change_log(what, first.token))
    on_.db.exec(x.sql);
  if (on_.wanted.indexes_first)
    for (const auto& x : shadow_indexes(what))
      on_.db.exec(x.sql);
  if (first.sentinel)
    on_.db.exec(sentinel_sql());
  checkpoint_store::insert(on_.db, first);
  on_.world.trace(moment::before_commit, "set_up");
  guard.commit();
  on_.world.trace(moment::committed, "set_up");
  return true;
}

} // namespace schema_change
