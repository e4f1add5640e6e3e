/// What the state holder decides, without the actor.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "actors/lifecycle_ring.hpp"
#include "status/messages/snapshot.hpp"

namespace status {

/// A moment on both clocks: ages run on the first, people read the second.
struct moment {
  caf::actor_clock::time_point at;
  caf::timestamp wall;
};

/// One life of a job's state. There may be very many at once, and most of them
/// have little behind them: what not every life needs is made when it does.
class lifecycle {
public:
  lifecycle(uint64_t epoch, state first, bool may_repeat_checksum,
            size_t replay_capacity, steering wanted, moment now);

  /// Enters a state. Returns the transition, or nothing if there is none to
  /// broadcast.
  caf::expected<std::optional<transition>> advance(state to, moment now);

  struct failing {
    verdict answer;
    std::optional<transition> event;
  };

  /// Enters `err_cleanup` unless the cut-over was granted or somebody failed
  /// the run before.
  caf::expected<failing> fail(const caf::error& cause, moment now);

  /// Takes an operator's word. From the cut-over on it comes too late.
  caf::expected<steering> steer(const steering_order& word, moment now);

  /// Takes what was stored by an earlier run. Returns what is wanted.
  const steering& restore(const steering& stored);

  /// Keeps an attempt. One of another epoch is refused.
  caf::error record(attempt_record x, moment now);

  snapshot look(moment now) const;

  /// What a subscriber that saw everything up to `seen` has missed.
  catch_up since(const stream_position& seen, moment now) const;

  attempt_history history() const;

  state current() const noexcept {
    return current_;
  }

private:
  // What the transitions leave behind.
  struct path {
    state_times times{}; // without the running visit
    ring<transition> replay;
  };

  // What the attempts leave behind.
  struct attempts {
    ring<attempt_record> last;
    attempt_history counts; // and no attempts
    attempt_record last_saved;
    caf::actor_clock::time_point saved_at{};
    uint64_t newest = 0; // a late answer comes after newer ones
  };

  transition enter(state to, moment now);

  bool held() const noexcept {
    return wanted_ != nullptr && wanted_->held.in_force;
  }

  steering wanted() const {
    return wanted_ != nullptr ? *wanted_ : steering{};
  }

  const steering& want(steering x);

  stream_position at_;
  state current_;
  bool may_repeat_checksum_;
  size_t replay_capacity_;
  moment entered_;
  std::unique_ptr<path> path_;
  std::unique_ptr<attempts> attempts_;
  std::unique_ptr<steering> wanted_;
  caf::error first_cause_;
  caf::timestamp closed_{};
};

} // namespace status
