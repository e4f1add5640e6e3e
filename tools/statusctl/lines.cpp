#include "statusctl/lines.hpp"

#include <fmt/format.h>

#include "cli/text.hpp"
#include "status/messages/report.hpp"

namespace statusctl {

namespace {

using status::presence;
using std::chrono::nanoseconds;

int64_t whole_seconds(nanoseconds x) {
  return std::chrono::floor<std::chrono::seconds>(x).count();
}

/// A value that is no more than a word, however it is meant.
std::string word(const std::string& text) {
  std::string result;
  for (auto c : cli::printable(text))
    result.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
  return result.find_first_of(" \"=") == std::string::npos && !result.empty()
           ? result
           : "\"" + result + "\"";
}

std::string lost_line(const sight& x) {
  const auto& entry = x.entry;
  auto text = fmt::format("LOST {} {}", status::format_duration(lost_for(x)),
                          cli::printable(entry.node));
  if (x.lost && x.lost->retry_in)
    text += " retry in " + status::format_duration(*x.lost->retry_in);
  text += " | last seen " + state_text(entry);
  if (auto done = done_text(entry.how_far); !done.empty())
    text += " " + done;
  if (entry.now.last_saved.which.id == 0)
    return text + ", no checkpoint";
  return text + ", checkpoint " + status::format_duration(entry.now.saved_ago)
         + " before";
}

std::string link_line(const status::net::link_status& x, caf::timestamp now) {
  return "connection: " + cli::printable(describe(x, now));
}

} // namespace

std::string report_line(const sight& x) {
  const auto& entry = x.entry;
  const auto& work = entry.how_far;
  auto text = cli::printable(entry.task) + " ";
  if (is_lost(x))
    return text + lost_line(x);
  text += state_text(entry);
  if (auto done = done_text(work); !done.empty()) {
    auto sum = totals(work);
    text += fmt::format(" {} rows={}/{}", done, sum.rows_copied,
                        sum.rows_expected);
  }
  if (work.rows_to_check > 0)
    text
      += fmt::format(" checked={}/{}", work.rows_checked, work.rows_to_check);
  if (x.rows_per_second)
    text += fmt::format(" rate={}/s", *x.rows_per_second);
  if (work.remaining.kind == status::eta_kind::ready)
    text += fmt::format(" eta={}s", whole_seconds(work.remaining.left));
  if (auto wait = wait_text(entry);
      !wait.empty() && entry.seen == presence::live)
    text += " waits=" + word(wait);
  if (entry.now.last_saved.which.id != 0)
    text += fmt::format(" ckpt_age={}s", whole_seconds(checkpoint_age(x)));
  if (work.resumed)
    text += " resumed=1";
  if (work.run > 1)
    text += fmt::format(" start={}", work.run);
  return text;
}

std::string event_line(const event& x, caf::timestamp now) {
  if (x.what == event_kind::link)
    return link_line(x.line, now);
  const auto& entry = x.of.entry;
  auto text = cli::printable(entry.task) + " ";
  switch (x.what) {
    case event_kind::transition:
      text += to_string(x.step.to) + " begins, " + to_string(x.step.from)
              + " took " + cli::short_time(x.step.spent);
      if (x.step.cause)
        text += ": " + cli::printable(status::to_text(x.step.cause));
      return text;
    case event_kind::gap:
      return text + "went on unseen: some transitions are lost";
    case event_kind::lost:
      return text + lost_line(x.of);
    case event_kind::found:
      return text + "is reached again, on " + cli::printable(entry.node);
    case event_kind::wait: {
      auto wait = wait_text(entry);
      return text + (wait.empty() ? "goes on" : wait);
    }
    case event_kind::ended:
      return ending(entry);
    default:
      return text + "is forgotten by the desk";
  }
}

caf::timestamp time_of(const event& x, caf::timestamp now) {
  constexpr caf::timestamp unknown{};
  const auto& last = x.of.entry.now;
  auto when = unknown;
  if (x.what == event_kind::transition)
    when = x.step.when;
  else if (x.what == event_kind::ended && status::terminal(last.current))
    when = last.since;
  return when == unknown ? now : when;
}

std::string ending(const status::task_entry& x) {
  auto text = cli::printable(x.task) + " " + state_text(x) + " after "
              + status::format_duration(total_time(x.now));
  if (auto cause = cause_text(x); !cause.empty())
    text += ": " + cause;
  return text;
}

} // namespace statusctl
