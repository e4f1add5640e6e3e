/// The shim for CAF 1.x: thin aliases. Included by shim.hpp only.
#pragma once

#include <caf/actor_from_state.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/anon_mail.hpp>
#include <caf/disposable.hpp>
#include <caf/error.hpp>
#include <caf/init_global_meta_objects.hpp>
#include <caf/mail_cache.hpp>
#include <caf/typed_actor.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

/// Makes the enum `type` usable as an error code; at global scope.
#define STATUS_ERROR_ENUM(type, category) CAF_ERROR_CODE_ENUM(type)

/// Makes the enum `type` with the values 0 to `last` a member of messages; in
/// the namespace of `type`. A value from the wire above `last` is refused.
#define STATUS_ENUM(type, last)                                                \
  constexpr type last_of(type) {                                               \
    return last;                                                               \
  }                                                                            \
  template <class Inspector>                                                   \
  bool inspect(Inspector& f, type& x) {                                        \
    return ::status::shim::inspect_enum(f, x, last);                           \
  }

namespace status::shim {

using caf::anon_mail;
using caf::typed_actor;

template <class Handle, class... Sigs>
using extend = typename Handle::template extend<Sigs...>;

template <class Inspector>
using inspect_result = bool;

template <class Inspector>
Inspector& inspector(Inspector& f) {
  return f;
}

template <class Inspector, class Enum>
bool inspect_enum(Inspector& f, Enum& x, Enum last) {
  using integer = std::underlying_type_t<Enum>;
  auto get = [&x] { return static_cast<integer>(x); };
  auto set = [&x, last](integer value) {
    if (value < integer{0} || value > static_cast<integer>(last))
      return false;
    x = static_cast<Enum>(value);
    return true;
  };
  return f.apply(get, set);
}

template <class Self, class... Ts>
auto mail(Self&& self, Ts&&... xs) {
  return self->mail(std::forward<Ts>(xs)...);
}

template <class Self, class Handle, class OnDown>
void monitor(Self* self, const Handle& whom, OnDown on_down) {
  self->monitor(whom, std::move(on_down));
}

/// Whom an actor monitors lightly; a member of its state.
using observer_ptr = std::multimap<caf::actor_addr, caf::disposable>;

/// Calls `state.down(address, why)` once `whom` has ended; `state` is the
/// actor's own.
template <class Self, class State, class Handle>
void monitor_lightly(Self* self, observer_ptr& observer, State& state,
                     const Handle& whom) {
  auto who = whom.address();
  observer.emplace(
    who, self->monitor(whom, [&observer, &state, who](const caf::error& why) {
      auto done = who; // which is erased with this
      observer.erase(done);
      state.down(done, why);
    }));
}

/// Ends what `monitor_lightly` has begun, however often.
template <class Self, class Handle>
void demonitor_lightly(Self*, observer_ptr& observer, const Handle& whom) {
  auto [first, last] = observer.equal_range(whom.address());
  for (auto i = first; i != last; ++i)
    i->second.dispose();
  observer.erase(first, last);
}

template <class Self>
void sweep(Self*) {
  // nop
}

/// Whether somebody still waits for the answer to a question.
using question = std::shared_ptr<bool>;

/// Asks without a timer; `then` gets the answer as a `caf::expected<T>`.
template <class T, class Self, class Handle, class Then, class... Ts>
question ask(Self* self, const Handle& whom, Then then, Ts&&... xs) {
  auto asked = std::make_shared<bool>(true);
  self->mail(std::forward<Ts>(xs)...)
    .request(whom, caf::infinite)
    .then(
      [asked, then](T& x) mutable {
        if (*asked)
          then(caf::expected<T>{std::move(x)});
      },
      [asked, then](caf::error& x) mutable {
        if (*asked)
          then(caf::expected<T>{std::move(x)});
      });
  return asked;
}

/// The answer, should it come, is dropped. Until then, or until `self` ends,
/// CAF keeps what waits for it.
template <class Self>
void forget(Self*, const question& which) {
  if (which)
    *which = false;
}

template <class State, caf::spawn_options Os = caf::no_spawn_options,
          class... Ts>
auto spawn(caf::actor_system& sys, Ts&&... xs) {
  return sys.spawn<Os>(caf::actor_from_state<State>, std::forward<Ts>(xs)...);
}

/// A state class like any other.
template <class State>
struct frugal_state : State {
  using State::State;

  auto make_behavior() {
    return State::handlers(me);
  }

  State* me = this;
};

/// For actors of which there are very many: they do not run before their first
/// message. Their handlers are `State::handlers(me)`, where `me` is a variable
/// that is set before each message and means nothing after it.
template <class State, class... Ts>
auto spawn_frugal(caf::actor_system& sys, Ts&&... xs) {
  return spawn<frugal_state<State>, caf::lazy_init>(sys,
                                                    std::forward<Ts>(xs)...);
}

/// Lets an actor survive stray errors and messages, see CAF's defaults.
template <class Self>
void harden(Self* self) {
  CAF_PUSH_DEPRECATED_WARNING
  self->set_error_handler([](caf::error&) {});
  self->set_default_handler(
    [](caf::message&) -> caf::skippable_result { return caf::message{}; });
  CAF_POP_WARNINGS
}

/// Has an actor answer with `why` what it does not understand, or what could
/// not be read.
template <class Self>
void refuse_unknown(Self* self, const caf::error& why) {
  CAF_PUSH_DEPRECATED_WARNING
  self->set_default_handler(
    [why](caf::message&) -> caf::skippable_result { return why; });
  CAF_POP_WARNINGS
}

inline std::string render(const caf::error& err) {
  return caf::to_string(err);
}

template <class... Blocks>
struct init_types {
  init_types() { // must run before the constructor of actor_system_config
    [[maybe_unused]] static const bool once = [] {
      (caf::init_global_meta_objects<Blocks>(), ...);
      caf::core::init_global_meta_objects();
      return true;
    }();
  }
};

template <class... Blocks>
class config : private init_types<Blocks...>, public caf::actor_system_config {
public:
  template <class T>
  void set_option(const std::string& key, T&& value) {
    set("caf." + key, std::forward<T>(value));
  }

  /// Has a few threads share one queue of actors. Costs nothing while idle,
  /// other than CAF's default.
  void share_work(size_t threads) {
    set_option("scheduler.policy", std::string{"sharing"});
    set_option("scheduler.max-threads", threads);
  }
};

} // namespace status::shim
