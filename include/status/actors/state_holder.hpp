/// The state holder, DESIGN §3 and §7.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "status/actors.hpp"
#include "status/messages/log.hpp"

namespace status {

struct holder_options {
  /// The life of this holder. A new holder for the same job needs a higher one.
  uint64_t epoch = 1;
  /// Declares that `checksum` may follow `postChecksum`, the only step back.
  bool may_repeat_checksum = false;
  /// The state to begin in, for a job that resumes further on. What is no state
  /// to begin in, `errCleanup` or a number that is none, counts as `initial`.
  state first = state::initial;
  /// How many transitions are kept for subscribers that come back.
  size_t replay_capacity = 64;
  /// What operators wanted of an earlier run of the same process.
  steering wanted;
  log_sink_ptr log;
};

/// A lock-free look at a holder's current state, for worker threads in the same
/// process. Costs an atomic load; any thread; outlives the holder.
class state_view {
public:
  using cell = std::atomic<state>;

  explicit state_view(std::shared_ptr<const cell> source)
    : source_(std::move(source)) {
    // nop
  }

  /// The state is stored before anybody is told of it, so who has got the
  /// answer to a request sees at least that state here.
  state load() const noexcept {
    return source_->load(std::memory_order_acquire);
  }

private:
  std::shared_ptr<const cell> source_;
};

struct state_holder {
  state_holder_actor actor;
  state_view view;
};

/// Spawns a state holder. It lives until its owner sends it an exit message.
state_holder spawn_state_holder(caf::actor_system& sys,
                                holder_options options = {});

} // namespace status
