#include "schema_change/turns.hpp"

#include <algorithm>

namespace schema_change {

namespace {

using std::chrono::milliseconds;

/// Applications wait for some seconds, the usual ones for five. What is a
/// moment for them is also enough for all readers but long ones to end.
constexpr milliseconds first_moment{250};
constexpr int longest_moment = 4; // of the first ones

/// Who waits for others a short time only has shorter moments, too.
constexpr int least_turns = 100;

} // namespace

turns::turns(connection& db, milliseconds longest)
  : db_(db),
    longest_(longest),
    most_(longest_moment * std::min(first_moment, longest / least_turns)),
    moment_(std::min(first_moment, longest / least_turns)) {
  db_.commit_patience(moment_);
}

turns::~turns() {
  db_.commit_patience(std::nullopt);
}

bool turns::another() {
  pause_ = moment_;
  moment_ = std::min(2 * moment_, most_);
  db_.commit_patience(moment_);
  return clock::now() - begin_ < longest_;
}

} // namespace schema_change
