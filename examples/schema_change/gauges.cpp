#include "schema_change/gauges.hpp"

#include <fmt/format.h>

#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using guard = std::lock_guard<std::mutex>;

constexpr auto window = std::chrono::seconds{10};

} // namespace

void gauges::enter(status::state x) {
  guard lock{mutex_};
  state_ = x;
  throttle_ = {};
  if (x == status::state::copy_rows)
    copying_since_ = clock::now();
}

void gauges::reached(const stored_run& x) {
  guard lock{mutex_};
  run_ = x;
  auto now = clock::now();
  samples_.push_back({now, x.rows_copied});
  while (samples_.size() > 2 && now - samples_.front().when > window)
    samples_.pop_front();
  figures_.rows_copied = x.rows_copied;
  figures_.rows_checked = x.rows_checked;
}

void gauges::resumed(bool x) {
  guard lock{mutex_};
  resumed_ = x;
}

void gauges::chunk_rows(uint64_t x) {
  guard lock{mutex_};
  figures_.chunk_rows = x;
}

void gauges::pending(uint64_t x) {
  guard lock{mutex_};
  figures_.changes_pending = x;
}

void gauges::applied(uint64_t changes) {
  guard lock{mutex_};
  figures_.changes_applied += changes;
}

void gauges::repaired(uint64_t rows) {
  guard lock{mutex_};
  figures_.rows_repaired += rows;
}

void gauges::cut_over_took(std::chrono::nanoseconds x) {
  guard lock{mutex_};
  figures_.cut_over_time = x;
}

void gauges::old_table(const std::string& name) {
  guard lock{mutex_};
  figures_.old_table = name;
}

void gauges::gave_up() {
  guard lock{mutex_};
  run_ = {};
  samples_.clear();
  figures_ = {};
  figures_.given_up = true;
}

void gauges::commits_aside() {
  std::lock_guard lock{mutex_};
  ++aside_;
}

uint64_t gauges::aside() const {
  std::lock_guard lock{mutex_};
  return aside_;
}

void gauges::saved(const std::string& position) {
  guard lock{mutex_};
  figures_.position = position;
}

void gauges::throttled(const std::string& reason, uint16_t permille) {
  guard lock{mutex_};
  throttle_.throttled = !reason.empty();
  throttle_.reason = reason;
  throttle_.utilization = permille;
}

uint64_t gauges::rate() const {
  if (samples_.size() < 2)
    return 0;
  const auto& first = samples_.front();
  const auto& last = samples_.back();
  auto seconds = std::chrono::duration<double>{last.when - first.when}.count();
  if (seconds <= 0 || last.rows <= first.rows)
    return 0;
  return static_cast<uint64_t>(static_cast<double>(last.rows - first.rows)
                               / seconds);
}

status::state gauges::current() const {
  guard lock{mutex_};
  return state_;
}

status::progress gauges::progress() const {
  guard lock{mutex_};
  status::progress x;
  x.current = state_;
  x.tables.push_back(
    {table_, run_.rows_copied, run_.rows_expected, run_.copied_all});
  if (state_ == status::state::copy_rows)
    x.remaining = status::estimate_eta(run_.rows_copied, run_.rows_expected,
                                       rate(), clock::now() - copying_since_);
  x.throttling = throttle_;
  x.rows_checked = run_.rows_checked;
  if (status::has_checksum_watermark(state_))
    x.rows_to_check = run_.rows_copied;
  x.resumed = resumed_;
  x.run = static_cast<uint32_t>(std::max<uint64_t>(run_.epoch, 1));
  x.taken = std::chrono::system_clock::now();
  x.summary = fmt::format(
    "{} {}", status::format_percent(run_.rows_copied, run_.rows_expected),
    status::to_string(state_));
  if (auto eta = status::format_eta(x.remaining); !eta.empty())
    x.summary += " ETA " + eta;
  return x;
}

figures gauges::numbers() const {
  guard lock{mutex_};
  auto result = figures_;
  result.rows_per_second = rate();
  return result;
}

} // namespace schema_change
