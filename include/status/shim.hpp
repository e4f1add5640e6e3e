/// The only file that knows which CAF it is compiled against. Everything else
/// is written in the style of CAF 1.x; this header is thin aliases there and
/// back-ports the style to 0.17.6. The day 0.17 is no longer needed, the second
/// half goes and nothing else changes.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/config.hpp>
#include <caf/error.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/result.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#if CAF_MAJOR_VERSION >= 1 // never CAF_VERSION: 1706 on 0.17.6, octal on 1.x
#  define STATUS_CAF_MODERN 1
#else
#  define STATUS_CAF_MODERN 0
#endif

#if STATUS_CAF_MODERN

#  include <caf/actor_from_state.hpp>
#  include <caf/anon_mail.hpp>
#  include <caf/init_global_meta_objects.hpp>
#  include <caf/mail_cache.hpp>

/// Makes the enum `type` usable as an error code; at global scope.
#  define STATUS_ERROR_ENUM(type, category) CAF_ERROR_CODE_ENUM(type)

/// Makes the enum `type` with the values 0 to `last` a member of messages; in
/// the namespace of `type`. A value from the wire above `last` is refused.
#  define STATUS_ENUM(type, last)                                              \
    template <class Inspector>                                                 \
    bool inspect(Inspector& f, type& x) {                                      \
      return ::status::shim::inspect_enum(f, x, last);                         \
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

template <class State, caf::spawn_options Os = caf::no_spawn_options,
          class... Ts>
auto spawn(caf::actor_system& sys, Ts&&... xs) {
  return sys.spawn<Os>(caf::actor_from_state<State>, std::forward<Ts>(xs)...);
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

#else // CAF 0.17.6

#  include <caf/atom.hpp>
#  include <caf/make_message.hpp>

#  include <map>
#  include <memory>
#  include <vector>

#  define STATUS_ERROR_ENUM(type, category) CAF_ERROR_CODE_ENUM(type, category)

#  define STATUS_ENUM(type, last)                                              \
    constexpr type last_of(type) {                                             \
      return last;                                                             \
    }

namespace status::shim {

// -- typed_actor<result<Out...>(In...), ...> ----------------------------------

template <class Signature>
struct replies_to;

template <class... Out, class... In>
struct replies_to<caf::result<Out...>(In...)> {
  using type =
    typename caf::replies_to<std::decay_t<In>...>::template with<Out...>;
};

template <class... Sigs>
using typed_actor = caf::typed_actor<typename replies_to<Sigs>::type...>;

template <class Handle, class... Sigs>
using extend =
  typename Handle::template extend<typename replies_to<Sigs>::type...>;

// -- inspector(f).object(x).fields(f.field("name", x.name), ...) --------------

template <class Inspector>
using inspect_result = typename Inspector::result_type;

/// The wire form of an enum, which 0.17.6 would read unchecked.
template <class Enum>
struct enum_ref {
  Enum& x;
};

template <class Inspector, class Enum>
auto inspect(Inspector& f, enum_ref<Enum>& ref) {
  if constexpr (std::is_void_v<inspect_result<Inspector>>) { // to_string
    f(ref.x);
  } else {
    using integer = std::underlying_type_t<Enum>;
    auto value = static_cast<integer>(ref.x);
    return f(value, caf::meta::load_callback([&value, &ref]() -> caf::error {
               if (value < integer{0}
                   || value > static_cast<integer>(last_of(Enum{})))
                 return caf::make_error(caf::sec::invalid_argument);
               ref.x = static_cast<Enum>(value);
               return caf::none;
             }));
  }
}

template <class Inspector>
struct object_inspector {
  Inspector& f;
  const char* name;

  template <class... Ts>
  inspect_result<Inspector> fields(Ts&&... xs) {
    return f(caf::meta::type_name(name), std::forward<Ts>(xs)...);
  }
};

template <class Inspector>
struct modern_inspector {
  Inspector& f;

  template <class T>
  object_inspector<Inspector> object(T&) {
    return {f, caf::type_name<T>::value};
  }

  template <class T>
  decltype(auto) field(const char*, T& x) {
    if constexpr (std::is_enum_v<T>)
      return enum_ref<T>{x};
    else
      return (x);
  }
};

template <class Inspector>
modern_inspector<Inspector> inspector(Inspector& f) {
  return {f};
}

// -- mail(self, xs...) --------------------------------------------------------

template <class Self, class... Ts>
class [[nodiscard]] scheduled_mailer {
public:
  scheduled_mailer(Self* self, std::tuple<Ts...>&& xs,
                   caf::actor_clock::time_point when)
    : self_(self), xs_(std::move(xs)), when_(when) {}

  template <class Handle>
  void send(const Handle& dst) && {
    std::apply(
      [&](auto&... ys) { self_->scheduled_send(dst, when_, std::move(ys)...); },
      xs_);
  }

private:
  Self* self_;
  std::tuple<Ts...> xs_;
  caf::actor_clock::time_point when_;
};

template <class Self, class... Ts>
class [[nodiscard]] mailer {
public:
  mailer(Self* self, std::tuple<Ts...>&& xs)
    : self_(self), xs_(std::move(xs)) {}

  template <class Handle>
  void send(const Handle& dst) && {
    std::apply([&](auto&... ys) { self_->send(dst, std::move(ys)...); }, xs_);
  }

  /// @param timeout a `caf::timespan` or `caf::infinite`.
  template <class Handle, class Timeout>
  auto request(const Handle& dst, Timeout timeout) && {
    return std::apply(
      [&](auto&... ys) {
        return self_->request(dst, timeout, std::move(ys)...);
      },
      xs_);
  }

  template <class Handle>
  auto delegate(const Handle& dst) && {
    return std::apply(
      [&](auto&... ys) { return self_->delegate(dst, std::move(ys)...); }, xs_);
  }

  scheduled_mailer<Self, Ts...> schedule(caf::actor_clock::time_point when) && {
    return {self_, std::move(xs_), when};
  }

private:
  Self* self_;
  std::tuple<Ts...> xs_;
};

/// @param self an actor's pointer or a `caf::scoped_actor`.
template <class Self, class... Ts>
auto mail(Self&& self, Ts&&... xs) {
  using self_type = std::remove_reference_t<decltype(*self)>;
  return mailer<self_type, std::decay_t<Ts>...>{
    std::addressof(*self),
    std::tuple<std::decay_t<Ts>...>{std::forward<Ts>(xs)...}};
}

template <caf::message_priority Priority, class... Ts>
class [[nodiscard]] anon_mailer {
public:
  explicit anon_mailer(std::tuple<Ts...>&& xs) : xs_(std::move(xs)) {}

  anon_mailer<caf::message_priority::high, Ts...> urgent() && {
    return anon_mailer<caf::message_priority::high, Ts...>{std::move(xs_)};
  }

  template <class Handle>
  void send(const Handle& dst) && {
    std::apply(
      [&](auto&... ys) { caf::anon_send<Priority>(dst, std::move(ys)...); },
      xs_);
  }

private:
  std::tuple<Ts...> xs_;
};

template <class... Ts>
auto anon_mail(Ts&&... xs) {
  return anon_mailer<caf::message_priority::normal, std::decay_t<Ts>...>{
    std::tuple<std::decay_t<Ts>...>{std::forward<Ts>(xs)...}};
}

// -- spawn<State>(...) and monitor(self, handle, callback) --------------------

using down_callback = std::function<void(const caf::error&)>;

class monitor_host {
public:
  virtual ~monitor_host() = default;

  void watch(const caf::actor_addr& whom, down_callback fn) {
    callbacks_.emplace(whom, std::move(fn));
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

  std::multimap<caf::actor_addr, down_callback> callbacks_;
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
class state_actor : public Base, public monitor_host {
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
  }

  typename Base::behavior_type make_behavior() override {
    return state_->make_behavior();
  }

private:
  std::unique_ptr<State> state_;
};

/// Calls `on_down(reason)` in the context of `self` once `whom` has ended. Only
/// for actors made by `spawn` below.
template <class Self, class Handle, class OnDown>
void monitor(Self* self, const Handle& whom, OnDown on_down) {
  dynamic_cast<monitor_host&>(*self).watch(whom.address(), std::move(on_down));
  self->monitor(whom);
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

// -- errors and configuration -------------------------------------------------

/// Renders an error of CAF's own categories.
inline std::string render(const caf::error& err) {
  if (!err)
    return "none";
  std::string text;
  // Not of the codes 0: they make an empty error, which has no category.
  if (err.category() == make_error(caf::sec::runtime_error).category())
    text = to_string(static_cast<caf::sec>(err.code()));
  else if (err.category() == make_error(caf::exit_reason::kill).category())
    text = to_string(static_cast<caf::exit_reason>(err.code()));
  else
    text
      = caf::to_string(err.category()) + " error " + std::to_string(err.code());
  if (!err.context().empty())
    text += caf::to_string(err.context());
  return text;
}

template <class... Blocks>
class config : public caf::actor_system_config {
public:
  config() {
    (add_message_types<Blocks>(), ...);
  }

  template <class T>
  void set_option(const std::string& key, T&& value) {
    set(key, std::forward<T>(value));
  }

  /// Has a few threads share one queue of actors. Costs nothing while idle,
  /// other than CAF's default.
  void share_work(size_t threads) {
    set_option("scheduler.policy", caf::atom("sharing"));
    set_option("scheduler.max-threads", threads);
  }
};

} // namespace status::shim

#endif
