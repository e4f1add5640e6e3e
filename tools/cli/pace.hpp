/// How often a line of progress is worth reading.
#pragma once

#include <chrono>

#include "status/messages/progress.hpp"

namespace cli {

/// How long after one line of progress the next one comes: every second in the
/// first minute and the last, every 5 s up to three minutes, then every 30 s.
inline std::chrono::nanoseconds progress_pause(std::chrono::nanoseconds running,
                                               const status::eta& left) {
  using namespace std::chrono_literals;
  auto last_minute
    = left.kind == status::eta_kind::due
      || (left.kind == status::eta_kind::ready && left.left <= 60s);
  if (running < 60s || last_minute)
    return 1s;
  return running < 180s ? 5s : 30s;
}

} // namespace cli
