// Makes the link that an actor keeps.
#pragma once

#include <caf/actor_system.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "actors/net/dial.hpp"
#include "actors/net/link_keeper.hpp"
#include "actors/net/middleman.hpp"

namespace status::net {

/// How to connect to something that understands what `Handle` does.
template <class Handle>
link_setup dial_to(caf::actor_system& sys, transport how,
                   const endpoint& where) {
  auto dial = [&sys, how, where](const std::atomic<bool>& given_up) {
    return connect_unless(sys, how, sys.message_types<Handle>(), where,
                          &given_up);
  };
  return {std::move(dial), true};
}

/// Spawns an actor whose memory begins with a setup and what it shares.
template <class Memory, class Options, class... Ts>
link spawn_link(caf::actor_system& sys, const std::string& where,
                link_setup setup, Options options, Ts&&... xs) {
  auto shared = std::make_shared<link::shared>();
  shared->where = where;
  shared->line = std::move(options.line);
  shared->log = options.log;
  shared->actor = shim::spawn<Memory>(
    sys, std::move(setup), shared, std::move(options), std::forward<Ts>(xs)...);
  return link{std::move(shared)};
}

} // namespace status::net
