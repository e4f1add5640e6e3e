#include "actors/watch_options.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace status {

namespace {

using std::chrono::seconds;

caf::timespan at_most(caf::timespan limit, caf::timespan interval) {
  return interval.count() == 0 ? limit : std::min(limit, interval);
}

} // namespace

caf::expected<watch_options> resolve(watch_options options) {
  const std::array<std::pair<const char*, caf::timespan>, 7> times{{
    {"status_interval", options.status_interval},
    {"status_timeout", options.status_timeout},
    {"checkpoint_interval", options.checkpoint_interval},
    {"checkpoint_timeout", options.checkpoint_timeout},
    {"first_checkpoint", options.first_checkpoint},
    {"min_checkpoint_pause", options.min_checkpoint_pause},
    {"stale_after", options.stale_after},
  }};
  for (const auto& [name, value] : times) {
    if (value > longest_time)
      return make_error(ec::bad_argument, std::string{"watch option "} + name
                                            + " is longer than ten years");
    if (value.count() < 0)
      return make_error(ec::bad_argument,
                        std::string{"watch option "} + name
                          + " is negative; use 0 to switch a loop off");
  }
  if (options.status_timeout.count() == 0)
    options.status_timeout = at_most(seconds{10}, options.status_interval);
  if (options.checkpoint_timeout.count() == 0)
    options.checkpoint_timeout
      = at_most(seconds{30}, options.checkpoint_interval);
  if (options.stale_after.count() == 0)
    options.stale_after
      = std::min<caf::timespan>(10 * options.checkpoint_interval, longest_time);
  return options;
}

} // namespace status
