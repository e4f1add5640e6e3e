/// The status logger, DESIGN §8: carries messages and timers for the step in
/// `logger_step.hpp`, for any number of tasks.
#pragma once

#include "actors/logger_step.hpp"
#include "actors/loops.hpp"

namespace status {

struct logger_setup {
  loop_owner_actor owner;
  caf::timespan interval{0};
  caf::timespan timeout{0};
  caf::timespan gap{0}; // between its alarms
  log_sink_ptr log;
};

loop_actor spawn_status_logger(caf::actor_system& sys, logger_setup setup);

} // namespace status
