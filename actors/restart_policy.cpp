#include "actors/restart_policy.hpp"

#include <algorithm>

#include "actors/watch_options.hpp"

namespace status {

caf::error check(const restart_options& x) {
  // Without a period every failure would be forgiven at once.
  if (x.period.count() <= 0 || x.min_pause.count() < 0
      || x.max_pause < x.min_pause || x.jitter_percent > 100
      || std::max(x.period, x.max_pause) > longest_time)
    return make_error(ec::bad_argument,
                      "restart options: a time is negative or longer than ten "
                      "years, there is no period, max_pause is below min_pause "
                      "or jitter_percent above 100");
  return {};
}

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
