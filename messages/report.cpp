#include "status/messages/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "status/messages/snapshot.hpp"

namespace status {

namespace {

void trim_right(std::string& x) {
  x.erase(x.find_last_not_of(" \t\r\n") + 1);
}

bool never_saved(const snapshot& x) {
  return x.last_saved.which.id == 0;
}

std::string copier_row(const progress& task, std::string_view more) {
  auto sum = totals(task);
  auto result = fmt::format("{:>7}  {}/{}", // 7 is the width of 100.00%
                            format_percent(sum.rows_copied, sum.rows_expected),
                            sum.rows_copied, sum.rows_expected);
  if (!more.empty())
    result += fmt::format("  {}", more);
  if (task.remaining.kind != eta_kind::none)
    result += fmt::format("  eta={}", format_eta(task.remaining));
  result += fmt::format("  throttled={}", task.throttling.throttled);
  if (task.throttling.throttled && !task.throttling.reason.empty())
    result += fmt::format(" ({})", task.throttling.reason);
  return result;
}

std::string checkpoint_row(const snapshot& holder) {
  if (never_saved(holder))
    return "never  none";
  return fmt::format("{} ago  {}", format_checkpoint_age(holder),
                     format_checkpoint_position(holder));
}

std::string checker_row(const progress& task) {
  if (task.rows_to_check == 0)
    return {};
  return format_rows(task.rows_checked, task.rows_to_check);
}

} // namespace

report::report(std::string header) : header_(std::move(header)) {
  // nop
}

report& report::row(std::string label, std::string text) {
  trim_right(text);
  if (!text.empty())
    rows_.emplace_back(std::move(label), std::move(text));
  return *this;
}

std::string report::str() const {
  size_t width = 0;
  for (const auto& [label, text] : rows_)
    width = std::max(width, label.size());
  auto result = header_;
  trim_right(result);
  for (const auto& [label, text] : rows_)
    result += fmt::format("\n  {:<{}} {}", label, width, text);
  return result;
}

std::string format_duration(caf::timespan x) {
  // Not std::chrono::round: it overflows near the end of the range.
  constexpr int64_t second = 1'000'000'000;
  auto count = std::max<int64_t>(x.count(), 0);
  auto rest = count / second + (count % second >= second / 2 ? 1 : 0);
  if (rest < 60)
    return fmt::format("{}s", rest);
  if (rest < 3600)
    return fmt::format("{}m{}s", rest / 60, rest % 60);
  return fmt::format("{}h{}m{}s", rest / 3600, rest / 60 % 60, rest % 60);
}

std::string format_percent(uint64_t done, uint64_t expected) {
  if (expected == 0)
    return "0.00%";
  return fmt::format("{:.2f}%", 100.0 * static_cast<double>(done)
                                  / static_cast<double>(expected));
}

std::string format_rows(uint64_t done, uint64_t expected) {
  return fmt::format("{}/{} {}", done, expected,
                     format_percent(done, expected));
}

std::string format_eta(const eta& x) {
  switch (x.kind) {
    case eta_kind::measuring:
      return "measuring";
    case eta_kind::ready:
      return format_duration(x.left);
    case eta_kind::due:
      return "due";
    default:
      return {};
  }
}

std::string format_checkpoint_age(const snapshot& x) {
  return never_saved(x) ? "never" : format_duration(x.saved_ago);
}

std::string format_checkpoint_position(const snapshot& x) {
  return never_saved(x) ? "none" : x.last_saved.saved.position;
}

report migration_report(std::string_view what, const snapshot& holder,
                        const progress& task, std::string_view copier) {
  report result{
    fmt::format("{}: state={} total-time={} copier-time={}", what,
                to_string(holder.current), format_duration(total_time(holder)),
                format_duration(time_in(holder, state::copy_rows)))};
  result.row("copier", task.tables.empty() ? "" : copier_row(task, copier));
  result.row("checksum", checker_row(task));
  result.row("ckpt", checkpoint_row(holder));
  return result;
}

} // namespace status
