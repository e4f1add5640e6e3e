#include "schema_change/copier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/violation.hpp"

namespace schema_change {

copier::copier(session& on, const queries& sql, replay& changes, pacer& pace,
               gauges& shown)
  : on_(on),
    sql_(sql),
    changes_(changes),
    pace_(pace),
    shown_(shown),
    size_(on.wanted.chunk_time) {}

void copier::run() {
  while (!on_.run.copied_all) {
    on_.check_cancelled();
    if (!on_.take_turns([this] { return chunk(); }))
      changes_.catch_up();
    // Not for longer: a writer that is faster than the replay must not keep the
    // copy from going on.
    changes_.shorten();
  }
}

// Returns false if the changes that wait stand in the way of the rows.
bool copier::chunk() {
  stopwatch watch;
  auto rows = std::min(size_.rows(), pace_.most_rows());
  uint64_t copied = 0;
  auto done = true;
  {
    owned_transaction guard{on_, "copy"};
    watch = {}; // not the wait for others
    auto next = on_.run;
    auto lower = next.copied.has_value();
    auto upper
      = on_.db.first(sql_.key_at(lower),
                     bounds_of(next.copied, {static_cast<int64_t>(rows - 1)}));
    auto last = !upper;
    if (last)
      upper = on_.db.first(sql_.last_key(lower), bounds_of(next.copied, {}));
    done = !upper || copy_range(next, *upper);
    next.copied_all = last && done;
    copied = next.rows_copied - on_.run.rows_copied;
    watch.worked();
    guard.commit(next);
    shown_.reached(next);
  }
  size_.took(copied, watch.effort());
  shown_.chunk_rows(size_.rows());
  pace_.between(on_.db, copied, watch.elapsed());
  return done;
}

// A row may meet one in the shadow that the application has changed since. So a
// conflict counts only once the shadow is up to date. Returns false if that
// takes another transaction.
bool copier::copy_range(stored_run& next, const row& upper) {
  auto& db = on_.db;
  ends range{next.copied.has_value(), true};
  auto bounds = bounds_of(next.copied, upper);
  auto gather = [&] {
    db.exec(sql_.create_batch());
    db.run(sql_.batch_from_range(range), bounds);
  };
  if (std::any_of(upper.begin(), upper.end(), [](const value& x) {
        return std::holds_alternative<std::monostate>(x);
      }))
    throw unusable_key(*on_.what, upper);
  if (on_.what->key.converted()) {
    gather();
    if (auto key = db.first(sql_.unusable_key()))
      throw unusable_key(*on_.what, *key);
  }
  int64_t copied = 0;
  try {
    copied = db.run(sql_.copy(range), bounds);
  } catch (const sqlite_error& first) {
    if (!first.of_a_row())
      throw;
    if (first.conflict() && !changes_.finish(next))
      return false;
    try {
      copied = db.run(sql_.copy(range), bounds);
    } catch (const sqlite_error& e) {
      if (!e.of_a_row())
        throw;
      gather();
      if (auto culprit = changes_.culprit(e))
        throw failure{*culprit};
      throw;
    }
  }
  next.copied = upper;
  next.rows_copied += static_cast<uint64_t>(copied);
  return true;
}

} // namespace schema_change
