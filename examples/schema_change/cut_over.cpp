#include "schema_change/cut_over.hpp"

#include "schema_change/failure.hpp"
#include "schema_change/rehearsal.hpp"
#include "schema_change/swap.hpp"

namespace schema_change {

namespace {

using clock = std::chrono::steady_clock;

/// More changes than this are replayed before the exchange, not in it. The
/// bound grows with each try, so that a busy writer cannot put it off for ever.
constexpr uint64_t few = 1000;

constexpr int tries = 20;

} // namespace

cut_over::cut_over(session& on, replay& changes, gauges& shown)
  : on_(on), changes_(changes), shown_(shown) {}

void cut_over::run() {
  // The schema may have changed since the start: what would break now is found
  // while everything can still be undone.
  rehearse(on_.db, *on_.what, on_.world);
  changes_.drain();
  on_.check_cancelled();
  on_.world.advance(status::state::cut_over);
  shown_.enter(status::state::cut_over);
  auto most = few;
  for (int i = 0; i < tries; ++i) {
    auto begin = clock::now();
    if (attempt(most)) {
      shown_.cut_over_took(clock::now() - begin);
      return;
    }
    rehearse(on_.db, *on_.what, on_.world);
    changes_.pass();
    most *= 2;
  }
  throw failure{status::ec::unavailable, leftovers::resumable,
                "the schema changes too often for the cut-over; start again "
                "when the application is quieter"};
}

bool cut_over::attempt(uint64_t most_changes) {
  auto exchange = make_swap(on_.db, *on_.what);
  configure(on_.db, true);
  owned_transaction guard{on_, "cut_over"};
  if (on_.db.integer("PRAGMA main.schema_version") != exchange.schema_version
      || changes_.pending() > most_changes)
    return false;
  auto next = on_.run;
  changes_.all(next);
  next.now = phase::swapped;
  next.keep_old = on_.wanted.keep_old;
  apply_swap(on_.db, *on_.what, exchange);
  guard.commit(next);
  shown_.reached(next);
  return true;
}

} // namespace schema_change
