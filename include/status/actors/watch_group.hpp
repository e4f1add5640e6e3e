/// The watch group, DESIGN §4: thousands of jobs under one watch.
#pragma once

#include <caf/expected.hpp>

#include "status/actors/watcher.hpp"
#include "status/groups.hpp"

namespace status {

/// Spawns a group whose jobs are all watched by the same options. It lives
/// until its owner sends it an exit message: then no more checkpoints are
/// written, as after the death of a watcher. Its ticks may come up to ten
/// milliseconds late, so that one timer serves many jobs. Fails with
/// `ec::bad_argument` if an option makes no sense; nothing is spawned then.
caf::expected<watch_group_actor> spawn_watch_group(caf::actor_system& sys,
                                                   watch_options options = {});

} // namespace status
