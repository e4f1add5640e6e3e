/// Publishes an actor on an address: over mutual TLS, or plainly for this host.
#pragma once

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <cstdint>
#include <set>
#include <string>

#include "status/net/endpoint.hpp"

namespace status::net {

/// Publishes `whom`, which understands `interface`, to all that hold a
/// certificate of the authority. Returns the port, which is another one than
/// asked for only if that was 0. Others do not get as far as CAF, and are
/// turned away after 5 s at most.
///
/// Checked before anybody can connect. Fails with `ec::bad_argument` if the
/// actor system was not made with a `net::config`, if its certificate is not
/// (or no longer) fit to serve, if it has no heartbeats, or if the address
/// cannot be had, each with a text that names the file or the address. Fails
/// with `ec::unavailable` if the process may have no more threads or files
/// open.
///
/// Blocks while it looks up the host's name. Thread-safe. `whom` is kept alive
/// from now on, and nobody is let in after its end: end it before the actor
/// system, which would wait for it.
caf::expected<uint16_t> serve(caf::actor_system& sys,
                              const caf::strong_actor_ptr& whom,
                              std::set<std::string> interface,
                              const endpoint& where);

/// The same without TLS, for peers on this host: whoever reaches a plain port
/// can end the process. Fails with `ec::bad_argument` for any other address
/// than 127.0.0.0/8, ::1 or localhost.
caf::expected<uint16_t> serve_plain_on_loopback(
  caf::actor_system& sys, const caf::strong_actor_ptr& whom,
  std::set<std::string> interface, const endpoint& where);

/// Closes the port of `serve` or `serve_plain_on_loopback`, at each address;
/// who is connected stays so. Fails with `ec::bad_argument` if nobody is served
/// there. Blocks.
caf::error unserve(caf::actor_system& sys, uint16_t port);

/// Publishes a typed actor, see above.
template <class Handle>
caf::expected<uint16_t> serve(caf::actor_system& sys, const Handle& whom,
                              const endpoint& where) {
  return serve(sys, caf::actor_cast<caf::strong_actor_ptr>(whom),
               sys.message_types(whom), where);
}

/// Publishes a typed actor, see above.
template <class Handle>
caf::expected<uint16_t> serve_plain_on_loopback(caf::actor_system& sys,
                                                const Handle& whom,
                                                const endpoint& where) {
  return serve_plain_on_loopback(sys,
                                 caf::actor_cast<caf::strong_actor_ptr>(whom),
                                 sys.message_types(whom), where);
}

} // namespace status::net
