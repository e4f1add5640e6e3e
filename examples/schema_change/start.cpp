#include "schema_change/start.hpp"

#include <fmt/format.h>

#include "schema_change/cleaner.hpp"
#include "schema_change/estimate.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/key.hpp"
#include "schema_change/obstacles.hpp"
#include "schema_change/rehearsal.hpp"
#include "schema_change/resume.hpp"
#include "schema_change/wanted.hpp"

namespace schema_change {

namespace {

/// How often the application may change its schema while a run sets up.
constexpr int start_tries = 5;

std::string sentinel_sql() {
  return fmt::format("CREATE TABLE IF NOT EXISTS main.{}(note TEXT)",
                     in_quotes(sentinel_table));
}

} // namespace

start::start(session& on, gauges& shown, pacer& pace)
  : on_(on), shown_(shown), pace_(pace) {}

remaining start::begin() {
  try {
    return begin_while_others_end();
  } catch (const failure& e) {
    if (discarded_ && e.after() == leftovers::untouched)
      throw failure{e.code(), leftovers::removed, e.what()};
    throw;
  }
}

// What is read here is not of one moment: a run whose place is taken may finish
// in between. Then it all looks different the next time.
remaining start::begin_while_others_end() {
  for (int i = 1;; ++i) {
    auto version = on_.db.integer("PRAGMA main.schema_version");
    try {
      return try_to_begin();
    } catch (const std::exception&) {
      if (on_.run.epoch != 0)
        throw;
      if (i == start_tries
          || on_.db.integer("PRAGMA main.schema_version") == version)
        throw;
    }
    on_.what = nullptr;
  }
}

remaining start::try_to_begin() {
  auto source = inspect_table(on_.db, on_.wanted.table);
  if (source)
    on_.run.table = source->name;
  else
    on_.run.table = on_.wanted.table;
  auto found = checkpoint_store::load(on_.db, on_.run.table);
  if (!found)
    find_source(on_.db, on_.wanted); // throws if there is none
  auto target = read_wanted(on_.wanted.statement, on_.run.table);
  auto wanted = statement_text(target, on_.wanted);
  check_encoding(on_.db, wanted);
  if (on_.wanted.defer_cut_over)
    check_sentinel_free(on_.db);
  if (found && on_.wanted.resume != resume_mode::never)
    check_readable(on_, *found);
  if (found && swapped(on_, *found)) {
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
    // Nobody gives days of work up for a change that is refused then.
    if (found->now != phase::discarding && source && source->sql != target.sql)
      rehearse(on_.db, *planned(), on_.world);
    claim(*found);
    cleaner{on_, pace_}.discard();
    found.reset();
    discarded_ = true;
  }
  if (found) {
    shown_.reached(*found); // whatever becomes of this start
    check_resumable(on_, *found, wanted);
    on_.what = planned();
    check_log(on_, *found);
    rehearse(on_.db, *on_.what, on_.world);
    claim(*found);
    if (on_.wanted.defer_cut_over && !on_.run.sentinel)
      defer();
    shown_.resumed(true);
    on_.world.note(
      level::info,
      fmt::format("resumed the unfinished change of {}: {} of about {} rows "
                  "are copied",
                  on_.run.table, on_.run.rows_copied, on_.run.rows_expected),
      {});
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
    if (discarded_)
      shown_.gave_up();
    return remaining::nothing;
  }
  set_up(wanted);
  return remaining::everything;
}

// All keys may have to be read for that.
std::shared_ptr<const plan> start::planned() {
  cancellable guard{on_};
  return std::make_shared<const plan>(make_plan(on_.db, on_.wanted));
}

void start::claim(stored_run found) {
  auto before = found.now;
  found.owner = on_.run.owner;
  on_.take_turns([&] {
    checkpoint_store::claim(on_.db, found, [this] { on_.check_lock(); });
  });
  on_.run = found;
  if (found.now != before)
    throw failure{status::ec::unavailable, leftovers::resumable,
                  fmt::format("the run before has come to its end just now; "
                              "start the change of {} again to finish it",
                              found.table)};
  // What was wanted of a change whose cut-over is done means nothing any more.
  if (found.now != phase::swapped)
    on_.world.restore(found.wanted);
  shown_.reached(on_.run);
}

void start::set_up(const std::string& wanted) {
  for (int i = 0; i < start_tries; ++i) {
    auto version = on_.db.integer("PRAGMA main.schema_version");
    auto made = planned();
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
    first.wanted = on_.world.restore({});
    on_.what = made;
    if (!on_.take_turns([&] { return create(first, version); }))
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
  on_.take_turns([this] {
    owned_transaction guard{on_, "defer"};
    auto next = on_.run;
    next.sentinel = true;
    on_.db.exec(sentinel_sql());
    guard.commit(next);
  });
}

// All keys may have to be read for that, which no writer should wait for. So it
// comes after the change log, in which rows of from now on are seen. A resume
// finds out when it chooses its key.
void start::check_key() {
  const auto& what = *on_.what;
  cancellable guard{on_};
  if (holds_null(on_.db, what.source, what.key))
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
