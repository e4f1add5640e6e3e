#include "status/messages/state.hpp"

#include <array>

namespace status {

std::string to_string(state x) {
  static constexpr std::array<const char*, state_count> names{
    "initial",
    "copyRows",
    "waitingOnSentinelTable",
    "applyChangeset",
    "restoreSecondaryIndexes",
    "analyzeTable",
    "checksum",
    "postChecksum",
    "cutOver",
    "close",
    "errCleanup",
  };
  auto index = static_cast<size_t>(x); // negative numbers become huge
  return index < names.size() ? names[index] : "unknown";
}

advance_verdict judge_advance(state from, state to, bool may_repeat_checksum) {
  if (from == state::err_cleanup)
    return to == state::close ? advance_verdict::note_close
                              : advance_verdict::refuse;
  if (from == to)
    return advance_verdict::stay;
  if (from == state::post_checksum && to == state::checksum)
    return may_repeat_checksum ? advance_verdict::enter
                               : advance_verdict::refuse;
  // `errCleanup`, beyond `close`, is entered by failing only.
  return from < to && to <= state::close ? advance_verdict::enter
                                         : advance_verdict::refuse;
}

} // namespace status
