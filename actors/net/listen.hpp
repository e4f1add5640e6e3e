// Sockets that listen.
#pragma once

#include <caf/expected.hpp>

#include "status/net/endpoint.hpp"

namespace status::net {

/// Returns a socket that listens at an address of this host and does not block;
/// its port goes to `where`. Fails with `ec::bad_argument`, which says why.
caf::expected<int> listen_at(endpoint& where);

} // namespace status::net
