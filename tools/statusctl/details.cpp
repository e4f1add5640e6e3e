#include "status/messages/report.hpp"
#include "statusctl/table.hpp"

namespace statusctl {

namespace {

using cli::style;
using status::presence;

class writer {
public:
  void row(const std::string& label, const std::string& text,
           style how = style::plain) {
    auto padded = "  " + label;
    padded.resize(14, ' ');
    lines.push_back({{padded, style::dim}, {text, how}});
  }

  void what_it_does(const status::progress& x, bool ended) {
    auto sum = totals(x);
    row("copied", sum.rows_copied == 0 && sum.rows_expected == 0
                    ? "no rows"
                    : done_text(x) + "  "
                        + rows_text(sum.rows_copied, sum.rows_expected)
                        + " rows");
    if (x.rows_to_check > 0)
      row("checked", status::format_percent(x.rows_checked, x.rows_to_check)
                       + "  " + cli::grouped(x.rows_checked) + " / "
                       + cli::grouped(x.rows_to_check) + " rows");
    if (!ended)
      what_comes(x);
    if (x.resumed || x.run > 1)
      row("start", std::to_string(x.run)
                     + (x.resumed ? ", resumed from a checkpoint" : ""));
    if (!x.summary.empty() && !ended)
      row("summary", cli::printable(x.summary));
  }

  void what_comes(const status::progress& x) {
    if (auto eta = status::format_eta(x.remaining); !eta.empty())
      row("eta", eta);
    if (x.throttling.throttled)
      row("throttled", cli::printable(x.throttling.reason), style::warning);
  }

  void tables(const status::progress& x) {
    size_t widest = 0;
    for (const auto& table : x.tables)
      widest = std::max(widest, cli::columns(cli::printable(table.table)));
    for (const auto& table : x.tables) {
      auto name = cli::printable(table.table);
      name.append(widest - cli::columns(name), ' ');
      row(&table == &x.tables.front() ? "tables" : "",
          name + "  " + done_text(table) + "  "
            + rows_text(table.rows_copied, table.rows_expected));
    }
  }

  void word(const char* label, const status::standing_word& x) {
    if (x.in_force)
      row(label,
          "by " + cli::printable(to_text(x)) + ", since " + time_text(x.since),
          style::warning);
  }

  std::vector<cli::line> lines;
};

std::string timeline(const status::snapshot& x) {
  std::string result;
  for (size_t i = 0; i < status::state_count; ++i)
    if (auto time = x.times[i]; time.count() > 0)
      result += (result.empty() ? "" : ", ")
                + to_string(static_cast<status::state>(i)) + " "
                + cli::short_time(time);
  return result;
}

} // namespace

std::vector<cli::line> task_details(const sight& x) {
  const auto& entry = x.entry;
  const auto& now = entry.now;
  writer to;
  auto where = to_string(entry.seen) + " on " + cli::printable(entry.node);
  if (entry.seen == presence::unreachable)
    where = "LOST for " + status::format_duration(lost_for(x)) + ", last seen "
            + time_text(entry.last_seen) + " on " + cli::printable(entry.node);
  to.lines.push_back({{cli::printable(entry.task), style::bold},
                      {"  " + where, is_lost(x) ? style::bad : style::plain}});
  if (entry.seen == presence::ended)
    to.row("ended", state_text(entry) + " after "
                      + status::format_duration(running_for(x)));
  else
    to.row("state", to_string(now.current) + " for "
                      + status::format_duration(in_state_for(x)) + ", running "
                      + status::format_duration(running_for(x)));
  if (auto cause = cause_text(entry); !cause.empty())
    to.row("cause", cause, style::bad);
  to.word("paused", now.wanted.paused);
  to.word("held", now.wanted.held);
  to.what_it_does(entry.how_far, entry.seen == presence::ended);
  to.row("checkpoint",
         now.last_saved.which.id == 0
           ? "none in this start"
           : checkpoint_age_text(x) + "  "
               + cli::printable(status::format_checkpoint_position(now)));
  if (auto times = timeline(now); !times.empty())
    to.row("times", times);
  to.tables(entry.how_far);
  return std::move(to.lines);
}

std::vector<cli::line> progress_details(const status::progress& x) {
  writer to;
  to.row("state", to_string(x.current));
  to.what_it_does(x, false);
  to.tables(x);
  return std::move(to.lines);
}

} // namespace statusctl
