/// What the checkpoint dumper does next, DESIGN §5: a pure step from (record,
/// event, now) to (record, actions). The actor around it only carries messages
/// and timers.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "status/messages/checkpoint.hpp"
#include "status/messages/log.hpp"
#include "status/messages/snapshot.hpp"
#include "status/messages/watch.hpp"

namespace status::dumper {

using time_point = caf::actor_clock::time_point;

// -- how a failed attempt is judged --------------------------------------------

enum class judgement : uint8_t {
  retry,      // not ready yet: go on
  stop,       // the watcher is stopping: the error means nothing
  cancelled,  // the job ends on purpose
  superseded, // the cut-over came first
  fatal,      // better to fail now than to find out after ten days
};

/// Judges a failed attempt; the first match wins, in the order of the enum.
judgement judge(const caf::error& err, bool stopping, state current);

// -- the record ----------------------------------------------------------------

struct options {
  caf::timespan interval{0}; // 0: no ticks
  caf::timespan timeout{0};
  caf::timespan first{0}; // 0: after one interval
  caf::timespan min_pause{0};
  size_t tolerated_failures = 0;
  caf::timespan stale_after{0};
  bool cancel_when_stale = false;
  bool store_fences = false;
};

enum class phase : uint8_t {
  starting, // the state is not known yet
  running,
  judging, // asked whether the run fails
  ended,
};

struct flight {
  uint64_t id = 0;
  time_point started;
  bool final = false;
};

/// All that the loop knows of its task.
struct record {
  options opts;
  phase now = phase::starting;
  state current = state::initial;
  uint64_t epoch = 0;
  time_point origin;         // of the grid
  time_point not_before;     // another incarnation's attempt may still write
  uint64_t next_id = 1;      // of the next attempt
  uint64_t generation = 0;   // of the next tick; others are stale
  std::optional<flight> in_flight;
  std::set<uint64_t> expired; // attempts that may still write
  std::optional<time_point> last_end;
  std::optional<stop_order> stopping;
  bool demanded = false; // somebody waits for an attempt that begins later
  size_t failures = 0;   // in a row
  std::optional<time_point> not_ready_since;
  bool stale = false; // said so
  caf::error charge;  // what the run is to fail with, while judging
  std::optional<attempt_record> pending; // its attempt, not settled yet
  attempt_record last;
  uint64_t skipped = 0;
};

// -- events --------------------------------------------------------------------

namespace event {

struct subscribed {
  snapshot now;
};
struct tick {
  uint64_t generation;
};
struct demand {};
struct answer {
  uint64_t id;
  caf::expected<checkpoint> result;
};
struct expire {
  uint64_t id;
};
struct moved {
  state to;
};
struct ruled { // the answer to `ask_judge`
  caf::expected<verdict> result;
};
struct throttled { // the answer to `ask_throttle`
  bool yes;
};
struct stop {
  stop_order order;
};
struct abort {};
struct task_down {};
struct holder_down {
  caf::error cause;
};

} // namespace event

using any_event
  = std::variant<event::subscribed, event::tick, event::demand, event::answer,
                 event::expire, event::moved, event::ruled, event::throttled,
                 event::stop, event::abort, event::task_down,
                 event::holder_down>;

// -- actions -------------------------------------------------------------------

namespace action {

struct arm_tick {
  time_point when;
  uint64_t generation;
};
struct arm_expiry {
  time_point when;
  uint64_t id;
};
struct ask_task { // for a checkpoint; who demanded one rides along
  attempt which;
};
struct settle { // tell the holder, and who rode along
  attempt_record outcome;
};
struct refuse { // tell everybody who demanded a checkpoint
  caf::error why;
};
struct ask_judge {
  caf::error cause;
};
struct cancel_task {
  caf::error cause;
};
struct ask_throttle {};
struct write {
  log_record what;
};
struct finish {
  watch_result how;
};

} // namespace action

using any_action
  = std::variant<action::arm_tick, action::arm_expiry, action::ask_task,
                 action::settle, action::refuse, action::ask_judge,
                 action::cancel_task, action::ask_throttle, action::write,
                 action::finish>;

using actions = std::vector<any_action>;

/// Makes the record of a loop that begins at `origin`.
record begin(options opts, time_point origin);

/// Handles one event: changes the record, returns what to do.
/// @param wall for display only.
actions step(record& self, const any_event& what, time_point now,
             caf::timestamp wall = {});

} // namespace status::dumper
