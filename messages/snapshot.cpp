#include "status/messages/snapshot.hpp"

#include <algorithm>

namespace status {

caf::timespan total_time(const snapshot& x) {
  // A peer may have sent anything, and an overflow would be undefined.
  auto result = caf::timespan{0};
  for (auto time : x.times) {
    auto more = std::max(time, caf::timespan{0});
    result = more > caf::timespan::max() - result ? caf::timespan::max()
                                                  : result + more;
  }
  return result;
}

caf::timespan time_in(const snapshot& x, state which) {
  auto index = static_cast<size_t>(which);
  return index < x.times.size() ? x.times[index] : caf::timespan{0};
}

} // namespace status
