// What serving and connecting need of CAF, and whether it was set up by us.
#pragma once

#include <caf/actor.hpp>
#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/timespan.hpp>

#include <chrono>

#include "status/net/config.hpp"

namespace status::net {

/// How long CAF's own actor may take for an answer.
constexpr caf::timespan broker_deadline = std::chrono::seconds{10};

enum class transport { plain, tls };

/// Says why `sys` cannot serve or connect. Fails with `ec::bad_argument`.
caf::error check(caf::actor_system& sys, transport how, tls_use use);

/// The settings of a system that `check` has approved of.
const settings& settings_of(const caf::actor_system& sys);

/// CAF's actor that talks to other nodes, in a system that `check` has approved
/// of.
caf::actor broker_of(caf::actor_system& sys);

} // namespace status::net
