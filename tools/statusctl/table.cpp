#include "statusctl/table.hpp"

#include <algorithm>
#include <array>

#include "status/messages/report.hpp"

namespace statusctl {

namespace {

using cli::style;
using status::presence;

using cells = std::vector<cli::span>;

/// Pads all columns but the last one to their widest cell.
std::vector<cli::line> aligned(std::vector<cells> rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], cli::columns(row[i].text));
  }
  for (auto& row : rows) {
    while (!row.empty() && row.back().text.empty())
      row.pop_back();
    for (size_t i = 0; i + 1 < row.size(); ++i)
      row[i].text.append(widths[i] + 2 - cli::columns(row[i].text), ' ');
  }
  return rows;
}

style style_of(const sight& x) {
  if (is_lost(x))
    return style::bad;
  if (x.entry.seen == presence::ended)
    switch (x.entry.outcome) {
      case status::run_outcome::succeeded:
        return style::good;
      case status::run_outcome::failed:
        return style::bad;
      default:
        return style::warning;
    }
  return wait_text(x.entry).empty() ? style::plain : style::warning;
}

std::string or_dash(const std::string& x) {
  return x.empty() ? "-" : x;
}

cells row_of(const sight& x) {
  const auto& entry = x.entry;
  auto how = style_of(x);
  auto ended = entry.seen == presence::ended;
  return {{cli::printable(entry.task), style::bold},
          {state_text(entry), how},
          {or_dash(done_text(entry.how_far))},
          {or_dash(ended ? "" : status::format_eta(entry.how_far.remaining))},
          {checkpoint_age_text(x)},
          {cli::printable(entry.node)},
          {note_text(x), how}};
}

} // namespace

std::vector<cli::line> task_table(const std::vector<sight>& tasks) {
  std::vector<cells> rows;
  cells header;
  for (const auto* name :
       {"TASK", "STATE", "COPIED", "ETA", "CHECKPOINT", "NODE", "NOTE"})
    header.push_back({name, style::dim});
  rows.push_back(std::move(header));
  for (const auto& x : tasks)
    rows.push_back(row_of(x));
  return aligned(std::move(rows));
}

std::vector<cli::line> history_table(const status::attempt_history& x) {
  std::vector<cells> rows{{{"TIME", style::dim},
                           {"ATTEMPT", style::dim},
                           {"RESULT", style::dim},
                           {"TOOK", style::dim},
                           {"POSITION", style::dim}}};
  for (const auto& attempt : x.attempts) {
    auto ok = attempt.result == status::attempt_result::ok;
    rows.push_back(
      {{time_text(attempt.ended)},
       {std::to_string(attempt.which.epoch) + "/"
        + std::to_string(attempt.which.id)},
       {to_string(attempt.result), ok ? style::good : style::warning},
       {cli::short_time(attempt.duration)},
       {cli::printable(ok || !attempt.cause
                         ? attempt.saved.position
                         : status::to_text(attempt.cause))}});
  }
  auto result = aligned(std::move(rows));
  result.push_back({{std::to_string(x.succeeded) + " saved, "
                     + std::to_string(x.failed) + " failed in this epoch"}});
  return result;
}

} // namespace statusctl
