#include "schema_change/verifier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/violation.hpp"

namespace schema_change {

namespace {

constexpr const char* batch_size = "SELECT count(*) FROM temp._status_batch";

} // namespace

verifier::verifier(session& on, const queries& sql, replay& changes,
                   parents& links, pacer& pace, gauges& shown)
  : on_(on),
    sql_(sql),
    changes_(changes),
    links_(links),
    pace_(pace),
    shown_(shown),
    size_(on.wanted.chunk_time) {}

void verifier::run() {
  while (!on_.run.checked_all) {
    changes_.catch_up();
    on_.take_turns([this] { chunk(); });
  }
  // Where the order of the keys is another one in the shadow, a range of the
  // source is none of the shadow: rows too many are found in a second pass.
  std::optional<row> walked;
  if (!on_.what->key.ordered)
    while (on_.take_turns([&] { return walk(walked); }))
      changes_.catch_up();
}

void verifier::chunk() {
  stopwatch watch;
  auto rows = std::min(size_.rows(), pace_.most_rows());
  uint64_t checked = 0;
  {
    owned_transaction guard{on_, "checksum"};
    watch = {}; // not the wait for others
    auto next = on_.run;
    if (!changes_.finish(next)) {
      guard.commit(next);
      return pace_.between(on_.db, 0, watch.elapsed());
    }
    auto lower = next.checked.has_value();
    auto upper
      = on_.db.first(sql_.key_at(lower),
                     bounds_of(next.checked, {static_cast<int64_t>(rows - 1)}));
    // The last range is open, so that it covers rows behind the last key too.
    compare(next, {lower, upper.has_value()},
            bounds_of(next.checked, upper.value_or(row{})));
    checked = next.rows_checked - on_.run.rows_checked;
    next.checked_all = !upper;
    if (upper)
      next.checked = upper;
    watch.worked();
    guard.commit(next);
    shown_.reached(next);
  }
  size_.took(checked, watch.effort());
  shown_.chunk_rows(size_.rows());
  pace_.between(on_.db, checked, watch.elapsed());
}

void verifier::compare(stored_run& next, ends range, const row& bounds) {
  on_.db.exec(sql_.create_compare());
  next.rows_checked += static_cast<uint64_t>(
    on_.db.run(sql_.compare_from_range(range), bounds));
  if (auto different = gather_differences(range, bounds); different > 0) {
    repair(next, different);
    if (gather_differences(range, bounds) > 0)
      give_up();
  }
  links_.check_compare();
}

// Fills the batch with the keys that differ and returns how many there are. One
// row may be missing because it lies under another key: then there are as many
// rows as there should be, and the other one stands in the way of its repair.
int64_t verifier::gather_differences(ends range, const row& bounds) {
  auto& db = on_.db;
  db.exec(sql_.create_batch());
  db.run(sql_.batch_from(sql_.differing()));
  if (on_.what->key.ordered
      && (db.integer(batch_size) > 0
          || db.integer(queries::count_compare())
               != db.integer(sql_.count_shadow(range), bounds))) {
    db.run(sql_.batch_from(sql_.surplus(range)), bounds);
    // Twice the same key: bring all of them up to date.
    if (db.integer(batch_size) == 0)
      db.run(sql_.batch_from_range(range), bounds);
  }
  return db.integer(batch_size);
}

// The rows of the table itself have fitted when they were copied, and when
// their changes were replayed. So what does not fit now is in the copy.
void verifier::repair(const stored_run& next, int64_t rows) {
  on_.world.note(
    level::warning,
    fmt::format("{} rows of the copy differ from {} and are copied "
                "again",
                rows, on_.what->source.name),
    {});
  try {
    changes_.renew(next);
  } catch (const sqlite_error& e) {
    if (!e.constraint())
      throw;
    give_up();
  }
  shown_.repaired(static_cast<uint64_t>(rows));
}

bool verifier::walk(std::optional<row>& walked) {
  stopwatch watch;
  auto rows = std::min(size_.rows(), pace_.most_rows());
  auto& db = on_.db;
  owned_transaction guard{on_, "checksum"};
  watch = {}; // not the wait for others
  auto next = on_.run;
  if (!changes_.finish(next)) {
    guard.commit(next);
    pace_.between(db, 0, watch.elapsed());
    return true;
  }
  auto lower = walked.has_value();
  auto upper = db.first(sql_.locator_at(lower),
                        bounds_of(walked, {static_cast<int64_t>(rows - 1)}));
  auto last = !upper;
  ends range{lower, upper.has_value()};
  auto bounds = bounds_of(walked, upper.value_or(row{}));
  auto gather = [&] {
    db.exec(sql_.create_batch());
    db.run(sql_.batch_from(sql_.surplus_by_locator(range)), bounds);
    return db.integer(batch_size);
  };
  if (auto surplus = gather(); surplus > 0) {
    repair(next, surplus);
    if (gather() > 0)
      give_up();
  }
  watch.worked();
  guard.commit(next);
  walked = upper;
  pace_.between(db, rows, watch.elapsed());
  return !last;
}

void verifier::give_up() const {
  auto key = on_.db.first(sql_.batch_key(), {int64_t{1}});
  throw failure{
    status::ec::mismatched_alter, leftovers::removed,
    fmt::format("the copy of {0} still differs after its rows were copied "
                "again, e.g. at {1}; {0} is as it was. An expression of --map "
                "may give another value each time",
                on_.what->source.name,
                key ? shown_key(on_.what->key, *key) : "an unknown row")};
}

} // namespace schema_change
