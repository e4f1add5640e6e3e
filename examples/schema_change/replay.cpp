#include "schema_change/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "schema_change/violation.hpp"

namespace schema_change {

namespace {

/// So few changes fit into any transaction.
constexpr uint64_t few = 50;

/// So many transactions are a moment.
constexpr int moment_of_replay = 4;

} // namespace

replay::replay(session& on, const queries& sql, parents& links, pacer& pace,
               gauges& shown, std::chrono::nanoseconds chunk_time)
  : on_(on),
    sql_(sql),
    links_(links),
    pace_(pace),
    shown_(shown),
    size_(chunk_time, 100'000) {}

uint64_t replay::pending() {
  auto last = static_cast<uint64_t>(on_.db.integer(
    "SELECT max(seq) FROM main." + in_quotes(on_.what->names.log)));
  auto result = last - std::min(last, on_.run.change) + links_.logged();
  shown_.pending(result);
  return result;
}

uint64_t replay::pass() {
  if (pending() == 0)
    return 0;
  return on_.take_turns([this] { return pass_once(); });
}

uint64_t replay::pass_once() {
  stopwatch watch;
  uint64_t count = 0;
  {
    owned_transaction guard{on_, "replay"};
    watch = {}; // not the wait for others
    auto next = on_.run;
    count = replay_up_to(next, limit());
    watch.worked();
    guard.commit(next);
    shown_.reached(next);
    shown_.applied(count);
  }
  size_.took(count, watch.effort());
  pace_.between(on_.db, 0, watch.elapsed());
  pressure_.replayed(count, pending(), std::max(few, size_.rows()));
  return count;
}

uint64_t replay::limit() const {
  return std::max(few, size_.rows()) * pressure_.factor();
}

void replay::check_pace() {
  if (pressure_.factor() > 1 && !std::exchange(warned_, true))
    on_.world.note(
      level::warning,
      fmt::format("the application changes {} about as fast as the changes can "
                  "be replayed; transactions last up to {} times the chunk "
                  "time until the replay has caught up",
                  on_.what->source.name, pressure::most),
      {});
  if (pressure_.hopeless())
    throw failure{
      status::ec::unavailable, leftovers::resumable,
      fmt::format("the application changes {0} faster than the changes can be "
                  "replayed, {1} are waiting; {0} is as it was, and a new "
                  "start goes on from here: try it at a quieter time, or with "
                  "a longer --chunk-time",
                  on_.what->source.name, pending())};
}

void replay::drain() {
  pressure_.forgive();
  on_.check_cancelled();
  pass();
  catch_up();
}

void replay::catch_up() {
  on_.check_cancelled();
  for (; check_pace(), pending() > limit(); pass())
    on_.check_cancelled();
}

void replay::catch_up_granted() {
  for (; check_pace(), pending() > limit();)
    pass();
}

bool replay::shorten() {
  for (int i = 0; i < moment_of_replay && pending() > limit(); ++i) {
    on_.check_cancelled();
    pass();
  }
  return pending() <= limit();
}

bool replay::finish(stored_run& next) {
  auto short_enough = pending() <= limit();
  shown_.applied(replay_up_to(next, short_enough ? UINT64_MAX : limit()));
  if (short_enough)
    pressure_.met();
  else
    pressure_.missed();
  return short_enough;
}

// A batch can meet a row in the shadow that the application has changed since,
// with a change that waits further behind in the log. Only with the whole log
// is a conflict one between two rows that the source has at the same time.
uint64_t replay::replay_up_to(stored_run& next, uint64_t rows) {
  auto count = replay_changes(next, rows);
  // Only with the whole log is a row in the shadow one that there is.
  if (count < rows)
    count += links_.check_logged(rows - count, !check_parents_);
  return count;
}

uint64_t replay::replay_changes(stored_run& next, uint64_t rows) {
  auto log = in_quotes(on_.what->names.log);
  auto last = on_.db.integer(fmt::format("SELECT max(seq) FROM main.{}", log));
  auto done = static_cast<int64_t>(next.change);
  if (last < done)
    throw failure{
      status::ec::binlog_not_found, leftovers::removed,
      fmt::format("the change log of {} has lost its rows, so changes may be "
                  "missing; start again",
                  on_.what->source.name)};
  if (last == done)
    return 0;
  for (auto up_to = done;;) {
    // The numbers have no gaps.
    auto more = static_cast<uint64_t>(last - up_to);
    up_to += static_cast<int64_t>(std::min(more, rows));
    on_.db.exec(sql_.create_batch());
    on_.db.run(sql_.batch_from_log(), {done, up_to});
    try {
      renew(next);
    } catch (const sqlite_error& e) {
      if (!e.of_a_row())
        throw;
      if (up_to == last) {
        if (auto found = culprit(e))
          throw failure{*found};
        throw;
      }
      // Mostly the change is near, so that not all of a long log is needed.
      rows *= 2;
      continue;
    }
    next.change = static_cast<uint64_t>(up_to);
    // The last row stays, so that the next one gets a number behind it.
    on_.db.run(fmt::format("DELETE FROM main.{} WHERE seq < ?", log), {up_to});
    return next.change - static_cast<uint64_t>(done);
  }
}

void replay::renew(const stored_run& next) {
  if (auto key = on_.db.first(sql_.unusable_key()))
    throw unusable_key(*on_.what, *key);
  if (check_parents_)
    links_.log_batch();
  on_.db.run(sql_.purge());
  if (next.copied_all)
    on_.db.run(sql_.refill(false));
  else if (next.copied)
    on_.db.run(sql_.refill(true), *next.copied);
  if (check_parents_)
    links_.check_batch();
}

std::optional<failure> replay::culprit(const sqlite_error& error) {
  auto one = on_.db.prepare(sql_.refill(false) + " AND b.rowid = ?");
  auto last = on_.db.integer("SELECT max(rowid) FROM temp._status_batch");
  for (int64_t i = 1; i <= last; ++i)
    try {
      one.bind({i}).step();
    } catch (const sqlite_error& e) {
      if (!e.of_a_row())
        throw;
      auto key = on_.db.first(sql_.batch_key(), {i});
      return violation(*on_.what, e, key ? shown_key(on_.what->key, *key) : "");
    }
  if (error.constraint())
    return violation(*on_.what, error, {});
  return std::nullopt;
}

} // namespace schema_change
