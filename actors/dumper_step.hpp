/// What the checkpoint dumper does next, DESIGN §5: a pure step from (record,
/// event, now) to (record, actions). The actor around it only carries messages
/// and timers.
#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <variant>
#include <vector>

#include "actors/dumper_record.hpp"
#include "status/messages/log.hpp"
#include "status/messages/snapshot.hpp"

namespace status::dumper {

enum class judgement : uint8_t {
  retry,      // not ready yet: go on
  stop,       // the watcher is stopping: the error means nothing
  cancelled,  // the job ends on purpose
  superseded, // the cut-over came first
  fatal,      // better to fail now than to find out after ten days
};

/// Judges a failed attempt; the first match wins, in the order of the enum.
judgement judge(const caf::error& err, bool stopping, state current);

// -- events --------------------------------------------------------------------

namespace event {

struct subscribed {
  snapshot now;
  uint64_t used = 0; // the newest id of an attempt that the holder knows
};
struct tick {};
struct demand {};
struct answer {
  uint64_t id = 0;
  caf::expected<checkpoint> result;
};
struct expire {
  uint64_t id = 0;
};
struct moved {
  state to;
};
struct ruled { // the answer to `ask_judge`
  caf::expected<verdict> result;
};
struct throttled { // the answer to `ask_throttle`
  bool yes = false;
};
struct stop {
  stop_order order;
};
struct abort {};
struct holder_down {
  caf::error cause;
};
struct owner_down {
  caf::error cause;
};

} // namespace event

using any_event
  = std::variant<event::subscribed, event::tick, event::demand, event::answer,
                 event::expire, event::moved, event::ruled, event::throttled,
                 event::stop, event::abort, event::holder_down,
                 event::owner_down>;

// -- actions -------------------------------------------------------------------

namespace action {

struct arm_tick {
  time_point when;
};
struct arm_expiry {
  time_point when;
  uint64_t id = 0;
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
struct ask_judge { // who cancels the task if the run fails
  caf::error cause;
};
struct ask_throttle {};
struct write {
  log_record what;
};
struct finish { // the loop is over; late answers are still noticed
  watch_result how;
};

} // namespace action

using any_action
  = std::variant<action::arm_tick, action::arm_expiry, action::ask_task,
                 action::settle, action::refuse, action::ask_judge,
                 action::ask_throttle, action::write, action::finish>;

using actions = std::vector<any_action>;

/// Handles one event: changes the record, adds what to do.
/// @param wall for display only.
void step(record& self, const any_event& what, time_point now,
          caf::timestamp wall, actions& out);

/// Whether nothing can happen to the loop any more.
bool over(const record& self);

} // namespace status::dumper
