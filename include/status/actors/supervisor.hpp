/// The supervisor, DESIGN §6: restarts a job from its last checkpoint.
#pragma once

#include <caf/expected.hpp>
#include <caf/timespan.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "status/actors.hpp"
#include "status/actors/state_holder.hpp"
#include "status/actors/watcher.hpp"

namespace status {

/// What a factory needs to start, or start again.
struct run_info {
  state_holder holder;
  uint32_t run = 1;          // 1 for the first start
  attempt_record last_saved; // of the earlier runs; `which.id` 0: none
};

/// Makes the task of one run. What it throws fails that run. Called in the
/// supervisor, which is deaf meanwhile: what takes long belongs to the task.
using task_factory
  = std::function<task_actor(caf::actor_system&, const run_info&)>;

/// When and how often a failed job is started again.
struct restart_options {
  /// So many restarts within `period`, then the job has failed. 0: never
  /// started again.
  size_t max_restarts = 3;
  caf::timespan period = std::chrono::minutes{10};
  /// The first pause; each further one within `period` doubles, up to
  /// `max_pause`. Jitter comes on top.
  caf::timespan min_pause = std::chrono::seconds{1};
  caf::timespan max_pause = std::chrono::seconds{60};
  /// How far a pause is moved at random, so that many jobs that failed together
  /// do not come back together.
  uint32_t jitter_percent = 20;
  /// Of the random numbers; 0 means another one each time.
  uint32_t seed = 0;
  /// Has a say besides `may_restart`: whether a start can help after this
  /// cause. Called in the supervisor; empty means yes, an exception means no.
  std::function<bool(const caf::error&)> can_help;
};

struct supervise_options {
  holder_options holder; // the first run's epoch; each run has a higher one
  watch_options watch;
  restart_options restart;
};

/// Starts a job's state holder, task and watcher, and starts them again while
/// that can help. Never two tasks at once: a run begins when the task before it
/// has ended. Fails with `ec::bad_argument` if an option makes no sense.
/// The supervisor ends by itself once the job has ended for good and `wait` or
/// `stop` has been answered, or nobody holds it any more. Until the job ends it
/// needs nobody to hold it.
caf::expected<supervisor_actor> supervise(caf::actor_system& sys,
                                          task_factory factory,
                                          supervise_options options = {});

} // namespace status
