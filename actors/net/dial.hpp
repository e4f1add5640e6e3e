// Connects to a node, up to the end of the handshake.
#pragma once

#include "actors/net/handshake.hpp"
#include "actors/net/line.hpp"
#include "status/net/probe.hpp"

namespace status::net {

/// Shakes hands on a new connection. What has not worked is in the report.
probe_report dial(line& over, handshake& tls, const endpoint& where,
                  const tls_files& files);

/// The same for a plain connection, which has no handshake.
probe_report dial(line& over, const endpoint& where);

} // namespace status::net
