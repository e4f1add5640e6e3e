#include "fleet/gauges.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "status/messages/report.hpp"

namespace fleet {

namespace {

using guard = std::lock_guard<std::mutex>;

uint64_t rows_of(const position& x) {
  uint64_t result = 0;
  for (const auto& table : x.tables)
    result += table.rows;
  return result;
}

} // namespace

void gauges::enter(status::state x) {
  guard lock{mutex_};
  state_ = x;
  if (x == status::state::copy_rows) {
    since_ = clock::now();
    first_rows_ = rows_of(at_);
  }
}

void gauges::began(bool resumed, uint64_t epoch) {
  guard lock{mutex_};
  resumed_ = resumed;
  epoch_ = epoch;
}

void gauges::reached(const position& x) {
  guard lock{mutex_};
  at_ = x;
}

void gauges::pending(uint64_t changes) {
  guard lock{mutex_};
  pending_ = changes;
}

void gauges::throttled(const std::string& reason) {
  guard lock{mutex_};
  throttle_ = {!reason.empty(), reason, {}};
}

uint64_t gauges::rate() const {
  std::chrono::duration<double> time = clock::now() - since_;
  auto rows = rows_of(at_);
  if (time.count() < 1 || rows <= first_rows_)
    return 0;
  return static_cast<uint64_t>(static_cast<double>(rows - first_rows_)
                               / time.count());
}

status::progress gauges::progress() const {
  guard lock{mutex_};
  status::progress x;
  x.current = state_;
  for (const auto& table : at_.tables) {
    x.tables.push_back(
      {table.name, table.rows, table.expected, table.copied_all});
    x.rows_checked += table.rows_checked;
    if (status::has_checksum_watermark(state_))
      x.rows_to_check += std::max(table.rows, table.rows_checked);
  }
  auto all = status::totals(x);
  if (state_ == status::state::copy_rows)
    x.remaining = status::estimate_eta(all.rows_copied, all.rows_expected,
                                       rate(), clock::now() - since_);
  x.throttling = throttle_;
  x.resumed = resumed_;
  x.run = static_cast<uint32_t>(epoch_);
  x.taken = std::chrono::system_clock::now();
  x.summary = fmt::format(
    "{} {}", status::format_percent(all.rows_copied, all.rows_expected),
    status::to_string(state_));
  if (auto eta = status::format_eta(x.remaining); !eta.empty())
    x.summary += " ETA " + eta;
  if (pending_ > 0)
    x.summary += fmt::format(" {} changes pending", pending_);
  return x;
}

std::string gauges::saved() const {
  guard lock{mutex_};
  return to_text(at_);
}

} // namespace fleet
