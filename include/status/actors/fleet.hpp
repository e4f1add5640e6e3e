/// The fleet, DESIGN §10: one desk for the tasks of many nodes.
#pragma once

#include <caf/timespan.hpp>

#include <chrono>

#include "status/desks.hpp"
#include "status/messages/log.hpp"

namespace status {

struct fleet_options {
  /// How long a task that has ended, or is unreachable, is still told of.
  caf::timespan forget_after = std::chrono::hours{1};
  /// A desk that says nothing for so long is unreachable. Desks give a sign of
  /// life every 2 s.
  caf::timespan silence = std::chrono::seconds{10};
  log_sink_ptr log;
};

/// Spawns a fleet. All it knows comes from the desks that are announced to it;
/// a fleet that begins anew has it again once they are. It lives until its
/// owner sends it an exit message, which the desks do not notice.
fleet_actor spawn_fleet(caf::actor_system& sys, fleet_options options = {});

} // namespace status
