/// Values of options as people type them. All throw `std::invalid_argument`
/// with a text that says what is wrong and how it is right.
#pragma once

#include <chrono>
#include <string>

namespace cli {

/// Reads `500ms`, `30s`, `1m30s`, `2h`, `7d` or `0`.
std::chrono::nanoseconds parse_duration(const std::string& text);

/// Reads the same, but not `0`: a limit that is always exceeded is a mistake.
std::chrono::nanoseconds parse_limit(const std::string& text);

} // namespace cli
