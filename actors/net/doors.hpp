// The ports of an actor system at which somebody is let in over TLS.
#pragma once

#include <caf/actor_system.hpp>

#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "actors/net/gatekeeper.hpp"
#include "status/net/config.hpp"

namespace status::net {

class doors {
public:
  /// @param of of a system that `check` has approved of.
  explicit doors(const settings& of) : of_(of) {}

  void add(uint16_t port, const std::shared_ptr<gatekeeper>& who) {
    std::unique_lock guard{of_.mutex_};
    auto& all = of_.gatekeepers_;
    for (auto i = all.begin(); i != all.end();)
      i = i->second.expired() ? all.erase(i) : std::next(i);
    all.emplace(port, who);
  }

  /// Returns nobody if nobody is served at the port, and one for each address
  /// at which somebody is.
  std::vector<std::shared_ptr<gatekeeper>> take(uint16_t port) {
    std::unique_lock guard{of_.mutex_};
    std::vector<std::shared_ptr<gatekeeper>> result;
    auto [first, last] = of_.gatekeepers_.equal_range(port);
    for (auto i = first; i != last; ++i)
      if (auto who = i->second.lock())
        result.emplace_back(std::move(who));
    of_.gatekeepers_.erase(first, last);
    return result;
  }

private:
  const settings& of_;
};

} // namespace status::net
