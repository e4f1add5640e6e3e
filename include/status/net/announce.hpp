/// Keeps a desk announced at a fleet on another node.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/expected.hpp>

#include <functional>

#include "status/desks.hpp"
#include "status/messages/log.hpp"
#include "status/net/endpoint.hpp"
#include "status/net/link.hpp"

namespace status::net {

struct announce_options {
  /// Gets every change of the link, and of why there is none. See
  /// `observe_options`.
  std::function<void(const link_status&)> line;
  /// Without TLS, to what `serve_plain_on_loopback` has published.
  bool plain_on_loopback = false;
  log_sink_ptr log;
};

/// Announces `desk` to the fleet at `where`, every 10 s, and after each loss
/// again: a fleet that starts anew, or has forgotten the desk, knows it soon.
/// It is live while the fleet accepts. The fleet follows the desk over the same
/// connection, so the desk needs no port. Ends with the desk, too. Fails as
/// `spawn_observer` does. Thread-safe.
caf::expected<link> spawn_announcer(caf::actor_system& sys,
                                    const desk_actor& desk,
                                    const endpoint& where,
                                    announce_options options = {});

} // namespace status::net
