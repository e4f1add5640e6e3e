// Connects to a node, up to the end of the handshake.
#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/expected.hpp>

#include <atomic>
#include <set>
#include <string>

#include "actors/net/handshake.hpp"
#include "actors/net/line.hpp"
#include "actors/net/middleman.hpp"
#include "status/net/probe.hpp"

namespace status::net {

/// Says what only we can mend. Fails with `ec::bad_argument`.
caf::error check_to_connect(caf::actor_system& sys, transport how,
                            const endpoint& where);

/// As `connect`. Once `given_up` is set it ends soon, with any error.
caf::expected<caf::strong_actor_ptr> connect_unless(
  caf::actor_system& sys, transport how, const std::set<std::string>& interface,
  const endpoint& where, const std::atomic<bool>* given_up);

/// Shakes hands on a new connection. What has not worked is in the report.
probe_report dial(line& over, handshake& tls, const endpoint& where,
                  const tls_files& files);

/// The same for a plain connection, which has no handshake.
probe_report dial(line& over, const endpoint& where);

/// As `probe` and `probe_plain`, over a line that may be given up.
probe_report probe(line& over, const endpoint& where, const tls_files& files);
probe_report probe_plain(line& over, const endpoint& where);

} // namespace status::net
