#include "status/messages/watch.hpp"

#include <array>
#include <cstddef>

namespace status {

std::string to_string(watch_end x) {
  static constexpr std::array<const char*, 7> names{
    "past_gate", "stopped",   "aborted",     "cancelled",
    "failed",    "task_down", "holder_down",
  };
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

} // namespace status
