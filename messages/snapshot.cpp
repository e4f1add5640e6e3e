#include "status/messages/snapshot.hpp"

#include <numeric>

namespace status {

caf::timespan total_time(const snapshot& x) {
  return std::accumulate(x.times.begin(), x.times.end(), caf::timespan{0});
}

caf::timespan time_in(const snapshot& x, state which) {
  auto index = static_cast<size_t>(which);
  return index < x.times.size() ? x.times[index] : caf::timespan{0};
}

} // namespace status
