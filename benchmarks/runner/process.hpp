/// Runs the programs that measure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/plan.hpp"
#include "runner/results.hpp"

namespace benchmark {

/// A program that runs, and what it says.
class process {
public:
  /// Starts the program at `path` with all but the first word of `command`.
  process(const std::string& path, const std::vector<std::string>& command);

  process(process&& other) noexcept;

  process(const process&) = delete;
  process& operator=(const process&) = delete;
  process& operator=(process&&) = delete;

  ~process();

  /// Waits for its end, for ten minutes at most.
  /// @returns what it has said, or nothing if it has failed.
  std::optional<std::string> output();

private:
  int pid_ = -1;
  int pipe_ = -1;
};

} // namespace benchmark
