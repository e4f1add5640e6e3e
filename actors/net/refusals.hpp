// Tells of those who are turned away, in a log that they cannot fill.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace status::net {

/// Decides who is told of. Pure but for what it remembers; not thread-safe.
class refusals {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// So many lines within `window`, then one with how many there were more.
  static constexpr size_t most_lines = 10;
  static constexpr std::chrono::seconds window{10};

  /// Returns the line for one more who is turned away; empty: not now.
  std::string next(time_point now, const std::string& who,
                   const std::string& why);

private:
  time_point began_{};
  size_t lines_ = 0;
  size_t untold_ = 0;
};

} // namespace status::net
