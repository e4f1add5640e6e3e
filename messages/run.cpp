#include "status/messages/run.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace status {

std::string to_string(run_outcome x) {
  static constexpr std::array<const char*, 3> names{"succeeded", "failed",
                                                    "cancelled"};
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

bool may_restart(const caf::error& cause) {
  static constexpr std::array hopeless{
    ec::cancelled,
    ec::fenced,
    ec::ownership_ambiguous,
    ec::mismatched_alter,
    ec::binlog_not_found,
    ec::checkpoint_too_old,
    ec::checkpoint_collision,
    ec::bad_argument,
  };
  return std::none_of(hopeless.begin(), hopeless.end(),
                      [&cause](ec x) { return has_code(cause, x); });
}

} // namespace status
