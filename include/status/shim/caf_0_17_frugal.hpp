/// The shim for CAF 0.17.6: spawn_frugal<State>(...). Included by shim.hpp
/// only.
#pragma once

#include "status/shim/caf_0_17_spawn.hpp"

#include <caf/behavior.hpp>
#include <caf/detail/behavior_impl.hpp>
#include <caf/make_counted.hpp>

#include <utility>

namespace status::shim {

/// Lends an actor the handlers that all of its kind have in common. There is
/// one set per thread, since an actor handles a message on one thread; handlers
/// of its own would take each actor half a kilobyte.
template <class State>
class frugal_behavior : public caf::detail::behavior_impl {
public:
  explicit frugal_behavior(State& state) : state_(&state) {}

  using behavior_impl::invoke;

  caf::match_case::result invoke(caf::detail::invoke_result_visitor& f,
                                 caf::type_erased_tuple& xs) override {
    thread_local State* served = nullptr;
    thread_local auto handlers = State::handlers(served);
    served = state_;
    return handlers.unbox()(f, xs);
  }

private:
  State* state_;
};

/// A state class like any other.
template <class State>
struct frugal_state : State {
  using State::State;

  auto make_behavior() {
    auto result = decltype(State::handlers(
      std::declval<State*&>()))::make_empty_behavior();
    caf::behavior::impl_ptr inside
      = caf::make_counted<frugal_behavior<State>>(*this);
    result.unbox() = caf::behavior{std::move(inside)};
    return result;
  }
};

/// For actors of which there are very many: they do not run before their first
/// message, and share their handlers, `State::handlers(me)`, where `me` is a
/// variable that is set before each message and means nothing after it.
template <class State, class... Ts>
auto spawn_frugal(caf::actor_system& sys, Ts&&... xs) {
  return spawn<frugal_state<State>, caf::lazy_init>(sys,
                                                    std::forward<Ts>(xs)...);
}

} // namespace status::shim
