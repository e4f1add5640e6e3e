/// Whether and when a failed job is started again. Pure.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/error.hpp>

#include <deque>
#include <optional>
#include <random>

#include "status/actors/supervisor.hpp"

namespace status {

/// Says what makes no sense: a time that is negative or longer than ten years,
/// no period, `max_pause` below `min_pause`, more than 100 % jitter.
caf::error check(const restart_options& x);

class restart_policy {
public:
  using time_point = caf::actor_clock::time_point;

  explicit restart_policy(const restart_options& options);

  /// Returns the pause before the next run, or nothing if there is none to be.
  std::optional<caf::timespan> next(const caf::error& cause, time_point now);

private:
  restart_options options_;
  std::deque<time_point> restarts_; // within the period
  std::minstd_rand random_;
};

} // namespace status
