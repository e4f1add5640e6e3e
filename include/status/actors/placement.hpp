/// The placement, DESIGN §10: has each of many jobs done by one of many
/// workers.
#pragma once

#include <caf/expected.hpp>
#include <caf/timespan.hpp>

#include <chrono>
#include <vector>

#include "status/actors/fleet.hpp"
#include "status/actors/supervisor.hpp"
#include "status/desks.hpp"

namespace status {

struct placement_options {
  /// Names must differ.
  std::vector<job_order> jobs;
  /// How long a worker may be out of reach before its jobs are started
  /// elsewhere. So long, too, a placement that has begun waits for workers to
  /// say what they run already.
  caf::timespan grace = std::chrono::seconds{10};
  /// When and how often a job is started elsewhere, after a failure or a loss
  /// of its worker.
  restart_options restart;
  fleet_options fleet;
  log_sink_ptr log;
};

/// Spawns a placement, which is a fleet, too. Workers announce themselves to it
/// as desks do. It knows nothing that they do not tell, so one that begins anew
/// finds its jobs where they are. Fails with `ec::bad_argument` if an option
/// makes no sense. It lives until its owner sends it an exit message, which its
/// workers do not notice.
caf::expected<placement_actor> spawn_placement(caf::actor_system& sys,
                                               placement_options options);

} // namespace status
