/// Makes an actor system know the component's messages and errors.
#pragma once

#include "status/desks.hpp"
#include "status/groups.hpp"
#include "status/shim.hpp"

namespace status {

/// The configuration for an actor system that runs the component. Derive from
/// it, or name the type-id blocks of the application: `status::config<my_app>`.
template <class... Blocks>
using config = shim::config<caf::id_block::caf_status,
                            caf::id_block::caf_status_groups, Blocks...>;

} // namespace status
