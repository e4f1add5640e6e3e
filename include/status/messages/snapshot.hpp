/// What the state holder says: transitions, snapshots, verdicts.
#pragma once

#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "status/messages/checkpoint.hpp"
#include "status/messages/state.hpp"
#include "status/messages/steering.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// A place in a holder's stream of transitions.
struct stream_position {
  uint64_t epoch = 0;
  uint64_t sequence = 0; // of the last transition seen, 0 for none

  friend bool operator==(const stream_position& x, const stream_position& y) {
    return x.epoch == y.epoch && x.sequence == y.sequence;
  }
  friend bool operator<(const stream_position& x, const stream_position& y) {
    return x.epoch != y.epoch ? x.epoch < y.epoch : x.sequence < y.sequence;
  }
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, stream_position& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("epoch", x.epoch),
                            g.field("sequence", x.sequence));
}

/// One change of state, numbered from 1 without gaps inside one epoch.
struct transition {
  stream_position at;
  state from = state::initial;
  state to = state::initial;
  caf::timestamp when{}; // wall clock, for display
  caf::timespan spent{}; // in `from`, this visit only
  caf::error cause;      // only when `to` is `err_cleanup`
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, transition& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("at", x.at), g.field("from", x.from),
                            g.field("to", x.to), g.field("when", x.when),
                            g.field("spent", x.spent),
                            g.field("cause", x.cause));
}

/// Time spent per state, indexed by the state's number.
using state_times = std::array<caf::timespan, state_count>;

/// The holder's whole answer at one moment.
struct snapshot {
  stream_position at; // the first event after this one is sequence + 1
  state current = state::initial;
  caf::timestamp since{};    // when it was entered, wall clock
  state_times times{};       // repeated visits add up, the running one included
  attempt_record last_saved; // the last `ok` attempt; `which.id` 0 means never
  caf::timespan saved_ago{}; // its age at this moment
  caf::error first_cause;    // why the run failed
  caf::timestamp closed{};   // when `close` was recorded; 0 means not yet
  steering wanted;           // what operators want of the job
  uint64_t last_attempt = 0; // the newest id on record, of any result; 0: none
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, snapshot& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("at", x.at), g.field("current", x.current),
    g.field("since", x.since), g.field("times", x.times),
    g.field("last_saved", x.last_saved), g.field("saved_ago", x.saved_ago),
    g.field("first_cause", x.first_cause), g.field("closed", x.closed),
    g.field("wanted", x.wanted), g.field("last_attempt", x.last_attempt));
}

/// The sum of all states' times; negative ones are 0, and it never overflows.
caf::timespan total_time(const snapshot& x);

/// The time spent in one state.
caf::timespan time_in(const snapshot& x, state which);

/// What a subscriber that comes back has missed.
struct catch_up {
  bool reset = false; // too much was missed, or another epoch: start over
  snapshot now;
  std::vector<transition> missed; // contiguous, empty after a reset
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, catch_up& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("reset", x.reset), g.field("now", x.now),
                            g.field("missed", x.missed));
}

/// The holder's answer to a request to fail.
struct verdict {
  bool first = false; // whether this request is the one that failed the run
  caf::error cause;   // the first cause, whoever brought it
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, verdict& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("first", x.first),
                            g.field("cause", x.cause));
}

} // namespace status
