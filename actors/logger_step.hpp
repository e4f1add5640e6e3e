/// What the status logger does next, DESIGN §8: a pure step from (record,
/// event, now) to (record, actions).
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/timespan.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "status/messages/log.hpp"
#include "status/messages/state.hpp"
#include "status/messages/watch.hpp"

namespace status::logger {

using time_point = caf::actor_clock::time_point;

/// All that the loop knows of its task.
struct record {
  caf::timespan interval{0}; // 0: the loop is off
  time_point origin;         // of the grid
  bool running = true;
  bool speaks = true;                    // else nobody reads what it writes
  std::optional<time_point> asked;       // and not answered yet
  std::optional<time_point> unavailable; // asked then, and never answered
};

namespace event {

struct subscribed {
  state now;
};
struct tick {};
struct reported {
  std::string text;
};
struct silent { // no report in time, or an error instead
  caf::error why;
};
struct moved {
  state to;
};
struct end {
  watch_end how;
  caf::error cause;
};

} // namespace event

using any_event = std::variant<event::subscribed, event::tick, event::reported,
                               event::silent, event::moved, event::end>;

namespace action {

struct arm_tick {
  time_point when;
};
struct ask_task {};
struct write {
  log_record what;
};
struct finish {
  watch_result how;
};

} // namespace action

using any_action = std::variant<action::arm_tick, action::ask_task,
                                action::write, action::finish>;

using actions = std::vector<any_action>;

/// Handles one event: changes the record, adds what to do.
void step(record& self, const any_event& what, time_point now, actions& out);

} // namespace status::logger
