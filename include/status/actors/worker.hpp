/// The worker, DESIGN §10: a node's desk that takes jobs from a placement.
#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <functional>

#include "status/actors/desk.hpp"
#include "status/desks.hpp"

namespace status {

/// Makes a job of an order, and starts it, as `supervise` does. Its first run
/// needs a higher epoch than the order's and than the one that is stored. Of
/// the order's `wanted` and the stored one, that with the higher version is for
/// `job_control::restore`. What it throws is its error.
/// Called in the worker, which is deaf meanwhile: it must not take long.
using job_maker = std::function<caf::expected<supervisor_actor>(
  caf::actor_system&, const job_order&)>;

struct worker_options {
  desk_options desk;
  /// So many jobs at once; at least 1.
  uint32_t capacity = 4;
};

/// Spawns a worker with a desk of its own. Fails with `ec::bad_argument` if an
/// option makes no sense. It lives until its owner sends it an exit message,
/// which its jobs do not notice.
caf::expected<worker_actor> spawn_worker(caf::actor_system& sys, job_maker make,
                                         worker_options options = {});

} // namespace status
