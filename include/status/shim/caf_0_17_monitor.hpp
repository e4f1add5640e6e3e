/// The shim for CAF 0.17.6: monitor(self, handle, callback). Included by
/// shim.hpp only.
#pragma once

#include <caf/actor_addr.hpp>
#include <caf/event_based_actor.hpp>

#include <type_traits>
#include <utility>

#include "status/shim/caf_0_17_host.hpp"

namespace status::shim {

/// Calls `on_down(reason)` in the context of `self` once `whom` has ended. Only
/// for actors made by `spawn`.
template <class Self, class Handle, class OnDown>
void monitor(Self* self, const Handle& whom, OnDown on_down) {
  auto* me = static_cast<host<Self>*>(self);
  auto address = whom.address();
  if (!me->watches(address)) // one message for all callbacks
    self->monitor(whom);
  me->watch(address, std::move(on_down));
}

template <class State, class = void>
struct has_down : std::false_type {};

template <class State>
struct has_down<State, std::void_t<decltype(std::declval<State&>().down(
                         std::declval<const caf::actor_addr&>(),
                         std::declval<const caf::error&>()))>>
  : std::true_type {};

} // namespace status::shim
