/// Connects to what `serve` has published.
#pragma once

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>
#include <caf/expected.hpp>

#include <set>
#include <string>

#include "status/net/endpoint.hpp"

namespace status::net {

/// Returns the actor that is served at `where` over mutual TLS, and understands
/// `interface`. Looks for the name of the host in its certificate, too.
///
/// Fails with `ec::unavailable` for what may be better later, and with
/// `ec::bad_argument` for what a person must mend: our certificate or theirs,
/// another interface, another program. The text names the address.
///
/// Blocks for 5 s if nobody answers, and for less than a minute whatever the
/// peer does: not to be called by an actor that must not wait. Thread-safe.
/// When the peer is lost the actor is down for good: connect again.
caf::expected<caf::strong_actor_ptr> connect(caf::actor_system& sys,
                                             std::set<std::string> interface,
                                             const endpoint& where);

/// The same without TLS, to what `serve_plain_on_loopback` has published.
caf::expected<caf::strong_actor_ptr> connect_plain_on_loopback(
  caf::actor_system& sys, std::set<std::string> interface,
  const endpoint& where);

/// Connects to a typed actor, see above.
template <class Handle>
caf::expected<Handle> connect(caf::actor_system& sys, const endpoint& where) {
  auto result = connect(sys, sys.message_types<Handle>(), where);
  if (!result)
    return result.error();
  return caf::actor_cast<Handle>(*result);
}

/// Connects to a typed actor, see above.
template <class Handle>
caf::expected<Handle> connect_plain_on_loopback(caf::actor_system& sys,
                                                const endpoint& where) {
  auto result
    = connect_plain_on_loopback(sys, sys.message_types<Handle>(), where);
  if (!result)
    return result.error();
  return caf::actor_cast<Handle>(*result);
}

} // namespace status::net
