/// The shim for CAF 0.17.6: spawn<State>(...) and harden(self). Included by
/// shim.hpp only.
#pragma once

#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/spawn_options.hpp>
#include <caf/typed_behavior.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <type_traits>
#include <utility>

#include "status/shim/caf_0_17_gather.hpp"
#include "status/shim/caf_0_17_host.hpp"
#include "status/shim/caf_0_17_monitor.hpp"

namespace status::shim {

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

/// Whether `State::wakes_many`: whoever it tells something runs in crowds.
template <class State, class = void>
struct wakes_many : std::false_type {};

template <class State>
struct wakes_many<State, std::enable_if_t<State::wakes_many>> : std::true_type {
};

template <class State, class Base = base_of_t<State>>
class state_actor : public host<Base> {
public:
  template <class... Ts>
  explicit state_actor(caf::actor_config& cfg, Ts&&... xs) : host<Base>(cfg) {
    this->set_down_handler([this](caf::down_msg& msg) {
      this->dispatch(msg);
      if constexpr (has_down<State>::value)
        if (state_)
          state_->down(msg.source, msg.reason);
    });
    if constexpr (std::is_constructible_v<State, Ts...>)
      state_.emplace(std::forward<Ts>(xs)...);
    else
      state_.emplace(static_cast<Base*>(this), std::forward<Ts>(xs)...);
  }

  const char* name() const override {
    return State::name;
  }

  caf::resumable::resume_result resume(caf::execution_unit* worker,
                                       size_t max_throughput) override {
    if constexpr (wakes_many<State>::value) {
      // Another worker may run this actor before those it has woken are sent
      // on, so nothing of it is used by then.
      gathering_unit unit{worker};
      return Base::resume(&unit, max_throughput);
    } else {
      return Base::resume(worker, max_throughput);
    }
  }

  void on_exit() override {
    state_.reset();
    this->forget_all();
  }

  using Base::consume;

  caf::invoke_message_result consume(caf::mailbox_element& x) override {
    if (x.mid.is_response()) {
      this->current_element_ = &x;
      if (this->answered(x))
        return caf::invoke_message_result::consumed;
    }
    return Base::consume(x);
  }

  typename Base::behavior_type make_behavior() override {
    return state_->make_behavior();
  }

private:
  std::optional<State> state_;
};

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
