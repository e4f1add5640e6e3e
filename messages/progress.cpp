#include "status/messages/progress.hpp"

#include <chrono>
#include <limits>

namespace status {

namespace {

using std::chrono::seconds;

// A rate measured over less is no rate; the original waits as long.
constexpr caf::timespan min_age = seconds{60};

// The last 0.01 % take as long as they take.
bool nearly_done(uint64_t copied, uint64_t expected) {
  return copied >= expected
         || static_cast<double>(expected - copied)
              < static_cast<double>(expected) / 10'000;
}

uint64_t saturating_add(uint64_t x, uint64_t y) {
  constexpr auto max = std::numeric_limits<uint64_t>::max();
  return x > max - y ? max : x + y;
}

} // namespace

eta estimate_eta(uint64_t rows_copied, uint64_t rows_expected,
                 uint64_t rows_per_second, caf::timespan age) {
  // More than a century is not an estimate.
  constexpr uint64_t max_seconds = 100ULL * 365 * 24 * 3600;
  // Nothing is known about a table without an estimate, least of all that it
  // is nearly done: it is shown as 0.00%.
  if (rows_expected == 0)
    return {eta_kind::measuring, {}};
  if (nearly_done(rows_copied, rows_expected))
    return {eta_kind::due, {}};
  if (rows_per_second == 0 || age < min_age)
    return {eta_kind::measuring, {}};
  auto left = (rows_expected - rows_copied) / rows_per_second;
  if (left > max_seconds)
    return {eta_kind::measuring, {}};
  return {eta_kind::ready, seconds{static_cast<int64_t>(left)}};
}

copy_totals totals(const progress& x) {
  copy_totals result;
  for (const auto& table : x.tables) {
    result.rows_copied = saturating_add(result.rows_copied, table.rows_copied);
    result.rows_expected
      = saturating_add(result.rows_expected, table.rows_expected);
  }
  return result;
}

} // namespace status
