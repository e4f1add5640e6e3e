// Somebody outside of the explored actors: asks and subscribes. What it
// gets is noted while it is sent, so that being told is no step of its own.
#pragma once

#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/expected.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/monitorable_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "status/messages/error.hpp"

namespace status::explore {

class probe : public caf::monitorable_actor {
public:
  using handler = std::function<void(caf::mailbox_element&)>;
  using listener = std::function<void(caf::actor_id)>;

  /// @param touched is told of each message, for the footprint of the step.
  probe(caf::actor_config& cfg, handler fn, listener touched)
    : caf::monitorable_actor(cfg),
      handle_(std::move(fn)),
      touched_(std::move(touched)) {
    // nop
  }

  const char* name() const override {
    return "probe";
  }

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override {
    touched_(id());
    handle_(*what);
  }

private:
  handler handle_;
  listener touched_;
};

/// Asks one question, and keeps the answer.
template <class T>
class asker {
public:
  asker() = default;

  asker(caf::actor who, std::shared_ptr<std::optional<caf::expected<T>>> answer)
    : who_(std::move(who)), answer_(std::move(answer)) {
    // nop
  }

  template <class Handle, class... Ts>
  void ask(const Handle& whom, Ts... xs) {
    asked_ = true;
    caf::actor_cast<caf::strong_actor_ptr>(whom)->enqueue(
      caf::make_mailbox_element(caf::actor_cast<caf::strong_actor_ptr>(who_),
                                caf::make_message_id(1), {}, std::move(xs)...),
      nullptr);
  }

  bool asked() const {
    return asked_;
  }

  /// The answer, if it has come.
  const std::optional<caf::expected<T>>& answer() const {
    return *answer_;
  }

  /// Whether a value was answered, not an error.
  bool granted() const {
    return *answer_ && **answer_;
  }

  /// The value; there must be one.
  const T& value() const {
    return ***answer_;
  }

  /// The error that was answered; empty if there is none.
  caf::error error() const {
    return *answer_ && !**answer_ ? (*answer_)->error() : caf::error{};
  }

  /// The code of the error that was answered; `ec::none` if there is none.
  ec refused() const {
    return *answer_ && !**answer_ ? code_of((*answer_)->error()) : ec::none;
  }

private:
  caf::actor who_;
  std::shared_ptr<std::optional<caf::expected<T>>> answer_
    = std::make_shared<std::optional<caf::expected<T>>>();
  bool asked_ = false;
};

} // namespace status::explore
