/// Waits for the end of a supervised job from outside of the actor system.
#pragma once

#include "status/actors.hpp"

namespace schema_change {

/// Blocks until the job has ended for good. If the supervisor dies before, the
/// result says so.
status::run_result wait_for(caf::actor_system& sys,
                            const status::supervisor_actor& supervisor);

} // namespace schema_change
