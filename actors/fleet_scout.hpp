// The part of a fleet that follows one desk: it lets nothing through that a
// peer must not say, and knows when the desk has fallen silent.
#pragma once

#include "status/actors/fleet.hpp"

namespace status::gathering {

/// The fleet as its scouts see it; they go by numbers.
using inner_actor
  = shim::extend<fleet_actor,
                 // What a desk tells, which has been checked.
                 caf::result<void>(atom::record, uint64_t, task_updates),
                 // A desk is silent. When it speaks again it tells everything.
                 caf::result<void>(atom::expire, uint64_t, caf::error),
                 // A desk is lost, or not to be listened to any more.
                 caf::result<void>(atom::done, uint64_t, caf::error),
                 // Tells followers what is new; whether that is urgent.
                 caf::result<void>(atom::tick, bool)>;

/// Lives until its desk is lost, or its fleet tells it to exit.
using scout_actor = shim::extend<listener_actor, caf::result<void>(atom::tick)>;

scout_actor spawn_scout(caf::actor_system& sys, const inner_actor& fleet,
                        uint64_t id, const desk_actor& desk,
                        const fleet_options& options);

} // namespace status::gathering
