#include "schema_change/phases.hpp"

#include <fmt/format.h>

#include "schema_change/violation.hpp"
#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using clock = std::chrono::steady_clock;

constexpr auto look_for_sentinel = std::chrono::milliseconds{500};

} // namespace

phases::phases(session& on, pacer& pace, gauges& shown)
  : on_(on),
    pace_(pace),
    shown_(shown),
    sql_(*on.what),
    links_(on, sql_),
    changes_(on, sql_, links_, pace, shown, on.wanted.chunk_time),
    copier_(on, sql_, changes_, pace, shown),
    verifier_(on, sql_, changes_, links_, pace, shown),
    cut_over_(on, changes_, pace, shown) {}

void phases::run() {
  using status::state;
  // What is compared already is not compared again.
  changes_.check_parents(on_.run.checked || on_.run.checked_all);
  if (!on_.run.copied_all) {
    enter(state::copy_rows);
    copier_.run();
  }
  wait_for_sentinel();
  enter(state::apply_changeset);
  changes_.drain();
  enter(state::restore_secondary_indexes);
  restore_indexes();
  enter(state::analyze_table);
  analyze();
  enter(state::checksum);
  changes_.check_parents(true);
  verifier_.run();
  enter(state::post_checksum);
  changes_.drain();
  cut_over_.run();
}

void phases::enter(status::state next) {
  pace_.wait_while_paused();
  on_.check_cancelled();
  on_.world.advance(next);
  shown_.enter(next);
}

void phases::wait_for_sentinel() {
  auto exists = [this] {
    return on_.db.any(
      "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' "
      "AND name = ? COLLATE NOCASE",
      {sentinel_table});
  };
  if (!exists())
    return;
  enter(status::state::waiting_on_sentinel_table);
  auto since = clock::now();
  while (exists()) {
    on_.check_cancelled();
    if (clock::now() - since >= on_.wanted.sentinel_limit)
      throw failure{
        status::ec::expired, leftovers::resumable,
        fmt::format("the table {} was not dropped within {}; drop it and start "
                    "again, the copy is kept",
                    sentinel_table,
                    status::format_duration(on_.wanted.sentinel_limit))};
    pace_.wait_while_paused();
    changes_.pass();
    auto idle = changes_.shorten();
    shown_.throttled(
      fmt::format("waiting until the table {} is dropped", sentinel_table), 0);
    if (idle)
      on_.world.pause(look_for_sentinel);
  }
  shown_.throttled({}, 0);
}

// The shadow must be up to date for a unique index: between two rows that were
// changed one after the other there may be a conflict that never was.
void phases::restore_indexes() {
  changes_.drain();
  for (const auto& x : shadow_indexes(*on_.what))
    while (!on_.db.any("SELECT 1 FROM main.sqlite_schema WHERE name = ?",
                       {x.name})) {
      pace_.wait_while_paused();
      changes_.catch_up();
      owned_transaction guard{on_, "index"};
      auto next = on_.run;
      if (changes_.finish(next)) {
        cancellable heard{on_};
        on_.db.exec(x.sql);
      }
      guard.commit(next);
    }
}

// Bounded, so that writers do not wait for the whole table.
void phases::analyze() {
  on_.take_turns([this] {
    owned_transaction guard{on_, "analyze"};
    on_.db.exec(fmt::format("PRAGMA analysis_limit=1000; ANALYZE main.{}",
                            in_quotes(on_.what->names.shadow)));
    guard.commit(on_.run);
  });
}

} // namespace schema_change
