/// The desk of a node, DESIGN §10: reception for all its tasks.
#pragma once

#include <caf/timespan.hpp>

#include <chrono>
#include <cstdint>
#include <string>

#include "status/desks.hpp"
#include "status/messages/log.hpp"

namespace status {

struct desk_options {
  /// The node's name, for people: `db1:4242`. Without one that `is_name` it is
  /// `unnamed`.
  std::string node = "localhost";
  /// What it says of its capacity, see `desk_info`.
  uint32_t capacity = 0;
  /// Between two questions for a task's progress; at least 1 ms.
  caf::timespan progress_interval = std::chrono::seconds{1};
  /// How long a task that has ended is still told of.
  caf::timespan keep_ended = std::chrono::hours{1};
  log_sink_ptr log;
};

/// Spawns a desk. It takes jobs with `add` and needs nobody to tell it more: it
/// subscribes to each, asks each for its progress, and knows when one has
/// ended. A job that hangs delays only what is said of itself. It lives until
/// its owner sends it an exit message, which its jobs do not notice.
local_desk_actor spawn_desk(caf::actor_system& sys, desk_options options = {});

} // namespace status
