/// The shim for CAF 0.17.6: spawn<State>(...), monitor(self, handle, callback)
/// and harden(self). Included by shim.hpp only.
#pragma once

#include <caf/actor_addr.hpp>
#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/spawn_options.hpp>
#include <caf/typed_behavior.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "status/shim/caf_0_17_ask.hpp"

namespace status::shim {

using down_callback = std::function<void(const caf::error&)>;

class monitor_host {
public:
  virtual ~monitor_host() = default;

  using callbacks = std::multimap<caf::actor_addr, down_callback>;

  callbacks::iterator watch(const caf::actor_addr& whom, down_callback fn) {
    return callbacks_.emplace(whom, std::move(fn));
  }

  bool watches(const caf::actor_addr& whom) const {
    return callbacks_.count(whom) > 0;
  }

  void unwatch(callbacks::iterator which) {
    callbacks_.erase(which);
  }

protected:
  void dispatch(const caf::down_msg& msg) {
    auto [first, last] = callbacks_.equal_range(msg.source);
    std::vector<down_callback> hits;
    for (auto i = first; i != last; ++i)
      hits.emplace_back(std::move(i->second));
    callbacks_.erase(first, last);
    for (auto& hit : hits)
      hit(msg.reason);
  }

  callbacks callbacks_;
};

template <class Behavior>
struct base_of {
  using type = caf::event_based_actor;
};

template <class... Sigs>
struct base_of<caf::typed_behavior<Sigs...>> {
  using type = caf::typed_event_based_actor<Sigs...>;
};

template <class State>
using base_of_t =
  typename base_of<decltype(std::declval<State&>().make_behavior())>::type;

template <class State, class Base = base_of_t<State>>
class state_actor : public Base, public monitor_host, public question_host {
public:
  template <class... Ts>
  explicit state_actor(caf::actor_config& cfg, Ts&&... xs) : Base(cfg) {
    this->set_down_handler([this](caf::down_msg& msg) { dispatch(msg); });
    if constexpr (std::is_constructible_v<State, Ts...>)
      state_ = std::make_unique<State>(std::forward<Ts>(xs)...);
    else
      state_ = std::make_unique<State>(static_cast<Base*>(this),
                                       std::forward<Ts>(xs)...);
  }

  const char* name() const override {
    return State::name;
  }

  void on_exit() override {
    state_.reset();
    callbacks_.clear();
    waiting_.clear();
  }

  using Base::consume;

  caf::invoke_message_result consume(caf::mailbox_element& x) override {
    if (x.mid.is_response()) {
      this->current_element_ = &x;
      if (answered(x))
        return caf::invoke_message_result::consumed;
    }
    return Base::consume(x);
  }

  typename Base::behavior_type make_behavior() override {
    return state_->make_behavior();
  }

private:
  std::unique_ptr<State> state_;
};

/// What `demonitor` takes, before the callback has been called.
using monitoring = monitor_host::callbacks::iterator;

/// Calls `on_down(reason)` in the context of `self` once `whom` has ended. Only
/// for actors made by `spawn` below.
template <class Self, class Handle, class OnDown>
monitoring monitor(Self* self, const Handle& whom, OnDown on_down) {
  auto& host = dynamic_cast<monitor_host&>(*self);
  auto address = whom.address();
  if (!host.watches(address)) // one message for all callbacks
    self->monitor(whom);
  return host.watch(address, std::move(on_down));
}

/// Ends what `monitor` has begun.
template <class Self>
void demonitor(Self* self, const monitoring& which) {
  auto& host = dynamic_cast<monitor_host&>(*self);
  auto address = which->first;
  host.unwatch(which);
  if (!host.watches(address))
    self->demonitor(address);
}

template <class State, caf::spawn_options Os = caf::no_spawn_options,
          class... Ts>
auto spawn(caf::actor_system& sys, Ts&&... xs) {
  return sys.spawn<state_actor<State>, Os>(std::forward<Ts>(xs)...);
}

/// Lets an actor survive stray errors and messages, which by CAF's defaults end
/// it.
template <class Self>
void harden(Self* self) {
  self->set_error_handler([](caf::error&) {});
  self->set_default_handler(caf::drop);
}

/// Has an actor answer with `why` what it does not understand, or what could
/// not be read.
template <class Self>
void refuse_unknown(Self* self, const caf::error& why) {
  self->set_default_handler(
    [why](caf::scheduled_actor*,
          caf::message_view&) -> caf::result<caf::message> { return why; });
}

} // namespace status::shim
