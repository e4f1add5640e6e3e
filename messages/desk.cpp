#include "status/messages/desk.hpp"

#include <array>
#include <cstddef>

namespace status {

std::string to_string(presence x) {
  static constexpr std::array<const char*, 3> names{"live", "unreachable",
                                                    "ended"};
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

bool matches(const task_filter& filter, const task_entry& x) {
  if (filter.unfinished && x.seen == presence::ended)
    return false;
  return x.task.find(filter.text) != std::string::npos
         || x.node.find(filter.text) != std::string::npos;
}

void note(snapshot& known, const transition& event) {
  if (event.at.epoch != known.at.epoch) {
    known.times = {};
    known.first_cause = {};
    known.closed = {};
  }
  known.at = event.at;
  known.current = event.to;
  known.since = event.when;
  if (event.to == state::err_cleanup)
    known.first_cause = event.cause;
  if (event.to == state::close)
    known.closed = event.when;
}

} // namespace status
