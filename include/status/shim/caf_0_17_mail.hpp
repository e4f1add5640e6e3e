/// The shim for CAF 0.17.6: mail(self, xs...) and anon_mail(xs...). Included by
/// shim.hpp only.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/make_message.hpp>
#include <caf/message_priority.hpp>
#include <caf/send.hpp>

#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace status::shim {

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

} // namespace status::shim
