#include "status/messages/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace status {

std::string to_string(attempt_result x) {
  static constexpr std::array<const char*, 6> names{
    "ok", "not_ready", "failed", "expired", "late", "dropped",
  };
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

void count(attempt_history& history, attempt_result x) {
  if (x == attempt_result::ok)
    ++history.succeeded;
  else if (x == attempt_result::failed || x == attempt_result::expired)
    ++history.failed;
}

void add(attempt_history& history, attempt_record x) {
  count(history, x.result);
  auto& xs = history.attempts;
  if (xs.size() >= attempt_history::capacity)
    xs.erase(xs.begin());
  xs.emplace_back(std::move(x));
}

stored_age age_of(caf::timestamp written, caf::timestamp now) {
  if (written > now)
    return {caf::timespan{0}, true};
  // Nothing was stored before 1970: such a time is garbled, and the difference
  // might not fit.
  return {now - std::max(written, caf::timestamp{}), false};
}

} // namespace status
