// What a link's owner and its actor have in common.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "status/desks.hpp"
#include "status/messages/log.hpp"
#include "status/net/link.hpp"

namespace status::net {

/// What an observer and an announcer answer to.
using linked_actor = listener_actor::extend_with<
  shim::typed_actor<caf::result<void>(atom::tick)>>;

struct link::shared {
  /// Calls `f`, unless the owner has gone; not twice at once. What it throws is
  /// logged.
  template <class F>
  void call(F f) {
    std::unique_lock guard{calling};
    if (ended)
      return;
    try {
      f();
    } catch (const std::exception& x) {
      status::log(log, {log_level::error,
                        "status.net.link",
                        std::string{"a callback has thrown: "} + x.what(),
                        {{"where", where}}});
    } catch (...) {
      status::log(log, {log_level::error,
                        "status.net.link",
                        "a callback has thrown",
                        {{"where", where}}});
    }
  }

  std::string where; // for people
  std::function<void(const link_status&)> line;
  log_sink_ptr log;
  linked_actor actor;

  std::recursive_mutex calling; // a callback may end the link
  std::atomic<bool> ended = false;

  mutable std::mutex mutex;
  link_status now;
  desk_actor desk; // while it is live
};

} // namespace status::net
