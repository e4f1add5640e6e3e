/// Follows a desk on another node, of one runner or of a whole fleet.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/expected.hpp>

#include <functional>

#include "status/messages/desk.hpp"
#include "status/messages/log.hpp"
#include "status/net/endpoint.hpp"
#include "status/net/link.hpp"

namespace status::net {

struct observe_options {
  task_filter which;
  /// Gets what is new, in order: every transition once, however often the
  /// connection is lost; `reset` where some are lost for good. After a loss the
  /// entries stand as they were; one that is not told again within 30 s after
  /// that counts as forgotten.
  std::function<void(const task_updates&)> news;
  /// Gets every change of the link, and of why there is none.
  std::function<void(const link_status&)> line;
  /// Without TLS, to what `serve_plain_on_loopback` has published.
  bool plain_on_loopback = false;
  log_sink_ptr log;
};

/// Follows the desk at `where`, and connects again whenever it is lost. What
/// comes is checked; a peer that says what makes no sense is tried slowly. The
/// callbacks run on a thread of the actor system, one at a time, and must not
/// block: whoever takes longer than 10 s is told anew. What they throw is
/// logged. Fails with `ec::bad_argument` as `connect` does for what only we can
/// mend, such as a certificate of ours; all else the link tells. Thread-safe.
caf::expected<link> spawn_observer(caf::actor_system& sys,
                                   const endpoint& where,
                                   observe_options options);

} // namespace status::net
