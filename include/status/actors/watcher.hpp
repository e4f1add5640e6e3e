/// The watcher, DESIGN §4 to §6: one call puts a job under watch.
#pragma once

#include <caf/expected.hpp>
#include <caf/timespan.hpp>

#include <chrono>
#include <cstddef>

#include "status/actors.hpp"
#include "status/messages/log.hpp"
#include "status/messages/metrics.hpp"

namespace status {

/// How a job is watched. Defaults are those of block/spirit v0.11.0 where it
/// has them. All times run on the actor system's clock.
struct watch_options {
  /// Between two status reports; 0 switches the status logger off.
  caf::timespan status_interval = std::chrono::seconds{30};
  /// How long a report may take; 0 means the interval, 10 s at most.
  caf::timespan status_timeout{0};
  /// Between two checkpoints; 0 switches them off, except on demand.
  caf::timespan checkpoint_interval = std::chrono::seconds{50};
  /// How long an attempt may take; 0 means the interval, 30 s at most.
  caf::timespan checkpoint_timeout{0};
  /// When the first attempt comes; 0 means after one interval.
  caf::timespan first_checkpoint{0};
  /// At least so long between the end of an attempt and the next tick's.
  caf::timespan min_checkpoint_pause = std::chrono::seconds{1};
  /// How many failed attempts in a row are forgiven.
  size_t tolerated_failures = 0;
  /// Not ready for longer raises `checkpoint_stale`; 0 means 10 intervals.
  caf::timespan stale_after{0};
  /// Whether `checkpoint_stale` cancels the job.
  bool cancel_when_stale = false;
  /// Whether the store refuses writes of an older (epoch, attempt). Then a new
  /// attempt may start while an expired one could still write.
  bool store_fences = false;
  /// Whether the job is cancelled when its state holder dies.
  bool cancel_when_holder_dies = true;
  log_sink_ptr log;
  metrics_sink_ptr metrics;
};

/// Puts `task` under watch: reports its status, drives its checkpoints, cancels
/// it when one cannot be written. Monitors both actors, owns neither. Fails
/// with `ec::bad_argument` if an option makes no sense; nothing is spawned
/// then.
caf::expected<watcher_actor> watch(caf::actor_system& sys,
                                   const task_actor& task,
                                   const state_holder_actor& holder,
                                   watch_options options = {});

} // namespace status
