// The ports of an actor system at which somebody is let in over TLS.
#pragma once

#include <caf/actor_system.hpp>

#include <cstdint>
#include <memory>

#include "actors/net/gatekeeper.hpp"
#include "status/net/config.hpp"

namespace status::net {

class doors {
public:
  /// @param of of a system that `check` has approved of.
  explicit doors(const settings& of) : of_(of) {}

  void add(uint16_t port, const std::shared_ptr<gatekeeper>& who) {
    std::unique_lock guard{of_.mutex_};
    of_.gatekeepers_[port] = who;
  }

  /// Returns nobody if nobody is served at the port.
  std::shared_ptr<gatekeeper> take(uint16_t port) {
    std::unique_lock guard{of_.mutex_};
    auto found = of_.gatekeepers_.find(port);
    if (found == of_.gatekeepers_.end())
      return nullptr;
    auto result = found->second.lock();
    of_.gatekeepers_.erase(found);
    return result;
  }

private:
  const settings& of_;
};

} // namespace status::net
