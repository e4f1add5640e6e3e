#include "actors/restart_policy.hpp"

#include <algorithm>

namespace status {

restart_policy::restart_policy(const restart_options& options)
  : options_(options),
    random_(options.seed != 0 ? options.seed : std::random_device{}()) {
  // nop
}

std::optional<caf::timespan> restart_policy::next(const caf::error& cause,
                                                  time_point now) {
  while (!restarts_.empty() && restarts_.front() + options_.period <= now)
    restarts_.pop_front();
  if (!may_restart(cause) || restarts_.size() >= options_.max_restarts)
    return std::nullopt;
  if (options_.can_help && !options_.can_help(cause))
    return std::nullopt;
  auto pause = options_.min_pause;
  for (size_t i = 0; i < restarts_.size() && pause < options_.max_pause; ++i)
    pause *= 2;
  pause = std::min(pause, options_.max_pause);
  restarts_.emplace_back(now);
  auto jitter = pause.count() / 100 * options_.jitter_percent;
  std::uniform_int_distribution<caf::timespan::rep> spread{-jitter, jitter};
  return pause + caf::timespan{spread(random_)};
}

} // namespace status
