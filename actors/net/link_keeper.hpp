// What a link does for those who use it: connects, says hello, and does so
// again whenever the peer is lost.
#pragma once

#include <caf/actor_cast.hpp>
#include <caf/actor_clock.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "actors/net/link_shared.hpp"
#include "actors/net/pauses.hpp"

namespace status::net {

using dial_function = std::function<caf::expected<caf::strong_actor_ptr>(
  const std::atomic<bool>& given_up)>;

struct link_setup {
  /// Connects to the peer, unless it is given up meanwhile.
  dial_function dial;
  /// Whether that takes long, and needs a thread of its own.
  bool blocks = true;
};

/// A part of an actor's memory.
class link_keeper {
public:
  using time_point = caf::actor_clock::time_point;

  /// @param greeted called when a peer has said hello: asks for what the link
  ///                is for, and says `live` once that is granted.
  link_keeper(linked_actor::pointer self, link_setup setup,
              std::shared_ptr<link::shared> shown,
              std::function<void()> greeted);

  /// Connects, if that is due. Called at first and for each tick.
  void tick();

  /// Has the actor get a tick then.
  void wake_at(time_point when);

  /// The peer does what the link is for.
  void live();

  bool is_live() const {
    return status_.now == link_state::live;
  }

  /// The peer has said something.
  void heard();

  /// The peer is of no use, or there is none: tries again later.
  void lose(const caf::error& why);

  /// There will be no other try.
  void end(const caf::error& why);

  /// The peer that is connected, invalid without one.
  const caf::strong_actor_ptr& peer() const {
    return peer_;
  }

  /// Whether a message comes from where the peer is. Others of its node may
  /// speak for it: who serves a desk passes on what it is asked.
  bool is_of_peer(const caf::strong_actor_ptr& sender) const {
    return peer_ && sender && sender->node() == peer_->node();
  }

  /// Wraps what is done with an answer of the peer, which counts only as long
  /// as that is the peer.
  template <class... Ts, class F>
  auto if_current(F f) {
    return [this, id = attempt_, f](const Ts&... xs) {
      if (id == attempt_)
        f(xs...);
    };
  }

  /// What to do with its errors.
  auto or_lose() {
    return if_current<caf::error>([this](const caf::error& x) { lose(x); });
  }

private:
  void dial();
  void greet(const caf::strong_actor_ptr& peer);
  void meet(const desk_info& x);
  void note(const caf::error& why, caf::timestamp next_try);
  void show(bool is_news);

  linked_actor::pointer self_;
  link_setup setup_;
  std::shared_ptr<link::shared> shown_;
  std::function<void()> greeted_;
  pauses pauses_;
  link_status status_;
  caf::strong_actor_ptr peer_;
  caf::actor_addr watched_; // whose end we shall hear of
  uint64_t attempt_ = 0;
  bool waiting_ = true; // for `due_`
  time_point due_{};
  time_point live_since_{};
};

} // namespace status::net
