/// What a move shows of itself: written by its thread, read by any.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "fleet/destination.hpp"
#include "status/messages/progress.hpp"

namespace fleet {

/// Thread-safe. Nothing here ever waits for a database.
class gauges {
public:
  void enter(status::state x);
  void began(bool resumed, uint64_t epoch);
  void reached(const position& x);
  void pending(uint64_t changes);

  /// Why the move holds itself back; nothing if it does not.
  void throttled(const std::string& reason);

  status::progress progress() const;

  std::string saved() const;

private:
  using clock = std::chrono::steady_clock;

  uint64_t rate() const;

  mutable std::mutex mutex_;
  status::state state_ = status::state::initial;
  bool resumed_ = false;
  uint64_t epoch_ = 1;
  uint64_t pending_ = 0;
  position at_;
  uint64_t first_rows_ = 0; // of this run, when it began to copy
  clock::time_point since_ = clock::now();
  status::throttle throttle_;
};

} // namespace fleet
