/// How long to wait before connecting again. Pure.
#pragma once

#include <caf/error.hpp>
#include <caf/timespan.hpp>

#include <cstdint>
#include <random>

#include "status/net/link.hpp"

namespace status::net {

/// Whether only a person can mend it.
bool is_lasting(const caf::error& why);

class pauses {
public:
  /// @param seed of the random numbers; 0 means another one each time.
  explicit pauses(uint32_t seed = 0);

  /// Returns the pause after a failure.
  /// @param lived how long the connection had lasted; 0 if there was none. One
  ///              that is lost again and again is made ever more slowly, too.
  caf::timespan next(const caf::error& why, caf::timespan lived);

private:
  caf::timespan pause_ = first_pause;
  std::minstd_rand random_;
};

} // namespace status::net
