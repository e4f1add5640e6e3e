/// What a task's actor and its body share.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "status/actors/task.hpp"

namespace status {

struct job_control::shared {
  shared(caf::actor_system& sys, const state_holder& holder)
    : sys(sys), holder(holder) {
    // nop
  }

  /// Keeps what is wanted, unless it is older than what is known.
  void steer(const steering& x);

  /// The first cause wins. Returns whether this one is it.
  bool cancel(const caf::error& why);

  caf::actor_system& sys;
  state_holder holder;
  std::atomic<bool> cancelled{false};
  std::mutex mutex;
  std::condition_variable wake_up;
  caf::error cause; // guarded by `mutex`
  steering wanted;  // guarded by `mutex`
};

} // namespace status
