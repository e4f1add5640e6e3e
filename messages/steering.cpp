#include "status/messages/steering.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace status {

std::string to_string(steering_word x) {
  static constexpr std::array<const char*, 4> names{"pause", "resume", "hold",
                                                    "release"};
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

std::string to_text(const standing_word& x) {
  auto who = x.by.empty() ? std::string{"an operator"} : x.by;
  return x.reason.empty() ? who : who + ": " + x.reason;
}

steering apply(steering before, const steering_order& word,
               caf::timestamp now) {
  auto on_pause
    = word.word == steering_word::pause || word.word == steering_word::resume;
  auto& matter = on_pause ? before.paused : before.held;
  matter.in_force
    = word.word == steering_word::pause || word.word == steering_word::hold;
  matter.by = word.by;
  matter.reason = word.reason;
  matter.since = now;
  ++before.version;
  return before;
}

steering merge(const steering& stored, const steering& said) {
  if (said.version == 0)
    return stored;
  if (stored.version == 0)
    return said;
  auto newer = [](const standing_word& x, const standing_word& y) {
    return y.since != caf::timestamp{} ? y : x;
  };
  // One more than both, so that nobody takes it for either.
  return {std::max(stored.version, said.version) + 1,
          newer(stored.paused, said.paused), newer(stored.held, said.held)};
}

} // namespace status
