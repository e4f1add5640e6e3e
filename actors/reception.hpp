// What every desk does: says who it is, tells what it knows, and has followers.
#pragma once

#include <caf/delegated.hpp>
#include <caf/response_promise.hpp>
#include <caf/typed_response_promise.hpp>
#include <caf/unit.hpp>

#include <chrono>
#include <string>
#include <utility>

#include "actors/followers.hpp"
#include "actors/ledger.hpp"
#include "messages/text.hpp"
#include "status/messages/report.hpp"

namespace status {

/// At least so long between two batches of what is urgent.
constexpr caf::timespan urgent_pause = std::chrono::milliseconds{250};

/// What is not urgent is told that often.
constexpr caf::timespan batch_pause = std::chrono::seconds{1};

/// How long a desk waits for the answer to what it passes on, by what it may
/// take: a look at something, a word that is stored once no checkpoint is being
/// written, and a checkpoint that waits for one in flight.
constexpr caf::timespan look_patience = std::chrono::seconds{10};
constexpr caf::timespan word_patience = std::chrono::seconds{60};
constexpr caf::timespan save_patience = std::chrono::seconds{120};

caf::error other_protocol(uint16_t theirs);

/// What is said to who asks for what does not exist, or sends a number that is
/// no value of its enum.
caf::error not_understood();

/// What an error says to who has asked for the task over others.
caf::error explain(const std::string& task, caf::timespan patience,
                   caf::error err);

template <class Self>
class reception {
public:
  reception(Self* self, std::string node, uint32_t capacity)
    : self_(self),
      me_{protocol_version, std::move(node), capacity},
      followers_(self, news) {
    // nop
  }

  caf::result<desk_info> hello(uint16_t version) const {
    if (version != protocol_version)
      return other_protocol(version);
    return me_;
  }

  caf::result<desk_info> follow(follow_order& what, const listener_actor& who) {
    if (!who)
      return make_error(ec::bad_argument, "an invalid listener");
    if (auto err = check(what))
      return err;
    followers_.add(std::move(what), who);
    return me_;
  }

  void leave(const listener_actor& who) {
    followers_.leave(who.address());
  }

  /// Asks whoever can answer for a task, and passes the answer on, once `look`
  /// has returned no error for it.
  template <class T, class Handle, class Look, class... Ts>
  caf::result<T> ask(const Handle& whom, const std::string& task,
                     caf::timespan patience, Look look, Ts... xs) {
    auto promise
      = self_->template make_response_promise<caf::typed_response_promise<T>>();
    shim::mail(self_, std::move(xs)...)
      .request(whom, patience)
      .then(
        [promise, look](T& x) mutable {
          if (auto err = look(x))
            promise.deliver(std::move(err));
          else
            promise.deliver(std::move(x));
        },
        [promise, task, patience](caf::error& err) mutable {
          promise.deliver(explain(task, patience, std::move(err)));
        });
    return promise;
  }

  /// The same for what has no answer but that it is done.
  template <class Handle, class... Ts>
  caf::result<void> tell(const Handle& whom, const std::string& task,
                         caf::timespan patience, Ts... xs) {
    auto promise = self_->make_response_promise();
    shim::mail(self_, std::move(xs)...)
      .request(whom, patience)
      .then([promise]() mutable { promise.deliver(caf::unit); },
            [promise, task, patience](caf::error& err) mutable {
              promise.deliver(explain(task, patience, std::move(err)));
            });
    return caf::delegated<void>{};
  }

  /// Starts the ticks; `me` takes (tick, urgent).
  template <class Handle>
  void begin(const Handle& me) {
    due_ = self_->clock().now();
    tick(me, false);
  }

  /// Tells what is new now, or as soon as that is allowed.
  template <class Handle>
  void urge(const Handle& me) {
    auto now = self_->clock().now();
    if (urged_ || now - told_ >= urgent_pause) {
      if (!urged_)
        tell_all();
      return;
    }
    urged_ = true;
    shim::mail(self_, atom::tick_v, true)
      .schedule(told_ + urgent_pause)
      .send(me);
  }

  /// Tells what is new. The ticks that are not urgent go on for ever.
  template <class Handle>
  void tick(const Handle& me, bool urgent) {
    if (urgent)
      urged_ = false;
    tell_all();
    if (urgent)
      return;
    for (auto now = self_->clock().now(); due_ <= now;)
      due_ += batch_pause;
    shim::mail(self_, atom::tick_v, false).schedule(due_).send(me);
  }

  ledger news;

private:
  void tell_all() {
    told_ = self_->clock().now();
    followers_.tell_all();
  }

  Self* self_;
  desk_info me_;
  follower_list<Self> followers_;
  caf::actor_clock::time_point due_{};
  caf::actor_clock::time_point told_{};
  bool urged_ = false; // somebody waits for the next time that is allowed
};

} // namespace status
