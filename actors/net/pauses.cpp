#include "actors/net/pauses.hpp"

#include <algorithm>

#include "status/messages/error.hpp"

namespace status::net {

bool is_lasting(const caf::error& why) {
  auto code = code_of(why);
  return code == ec::bad_argument || code == ec::other_protocol;
}

pauses::pauses(uint32_t seed)
  : random_(seed != 0 ? seed : std::random_device{}()) {
  // nop
}

caf::timespan pauses::next(const caf::error& why, caf::timespan lived) {
  if (lived >= longest_pause)
    pause_ = first_pause;
  auto pause = pause_;
  pause_ = std::min(2 * pause_, longest_pause);
  if (is_lasting(why))
    pause = slow_pause;
  auto jitter = pause.count() / 5;
  std::uniform_int_distribution<caf::timespan::rep> spread{-jitter, jitter};
  return pause + caf::timespan{spread(random_)};
}

} // namespace status::net
