#include "schema_change/cut_over.hpp"

#include "schema_change/failure.hpp"
#include "schema_change/hold.hpp"
#include "schema_change/rehearsal.hpp"
#include "schema_change/swap.hpp"

namespace schema_change {

namespace {

using clock = std::chrono::steady_clock;

/// How often the application may change its schema meanwhile.
constexpr int tries = 20;

} // namespace

cut_over::cut_over(session& on, replay& changes, pacer& pace, gauges& shown)
  : on_(on), changes_(changes), pace_(pace), shown_(shown) {}

void cut_over::run() {
  do {
    wait_while_held();
    pace_.wait_while_paused();
    // The schema may have changed since the start, or during the wait: what
    // would break now is found while everything can still be undone.
    rehearse_again();
    changes_.drain();
    on_.check_cancelled();
  } while (!granted(on_, status::state::cut_over));
  shown_.enter(status::state::cut_over);
  for (int i = 0; i < tries;) {
    auto begin = clock::now();
    auto how = on_.take_turns([this] { return attempt(); });
    if (how == result::exchanged)
      return shown_.cut_over_took(clock::now() - begin);
    if (how == result::other_schema) {
      rehearse_again();
      ++i;
    }
    changes_.catch_up_granted();
  }
  throw failure{status::ec::unavailable, leftovers::resumable,
                "the schema changes too often for the cut-over; start again "
                "when the application is quieter"};
}

void cut_over::wait_while_held() {
  schema_change::wait_while_held(on_, shown_, [this] {
    pace_.wait_while_paused();
    changes_.pass();
    return changes_.shorten();
  });
}

// What is refused at the start leaves nothing behind. Now there is a copy, and
// it stays of use once the obstacle is gone.
void cut_over::rehearse_again() {
  rehearsed_ = on_.db.integer("PRAGMA main.schema_version");
  try {
    rehearse(on_.db, *on_.what, on_.world);
  } catch (const failure& x) {
    if (x.after() != leftovers::untouched)
      throw;
    throw failure{x.code(), leftovers::resumable, x.what()};
  }
}

// What is left of the log is bounded, so the application waits for no more than
// a few chunks. What is too long is shortened instead.
cut_over::result cut_over::attempt() {
  auto exchange = make_swap(on_.db, *on_.what);
  configure(on_.db, true);
  owned_transaction guard{on_, "cut_over"};
  if (on_.db.integer("PRAGMA main.schema_version") != rehearsed_)
    return result::other_schema;
  auto next = on_.run;
  if (!changes_.finish(next)) {
    guard.commit(next);
    return result::long_log;
  }
  next.now = phase::swapped;
  next.keep_old = on_.wanted.keep_old;
  apply_swap(on_.db, *on_.what, exchange);
  guard.commit(next);
  shown_.reached(next);
  return result::exchanged;
}

} // namespace schema_change
