#include "statusctl/screen.hpp"

#include <algorithm>

#include "status/messages/report.hpp"

namespace statusctl {

namespace {

using cli::line;
using cli::style;
using status::presence;

constexpr size_t widest_bar = 40;
constexpr size_t narrowest_bar = 8;

size_t width_of(const line& what) {
  size_t result = 0;
  for (const auto& x : what)
    result += cli::columns(x.text);
  return result;
}

class painter {
public:
  painter(const sight& x, const area& on) : x_(x), on_(on) {}

  std::vector<std::string> all() {
    title();
    add(timeline(x_.entry.now, on_));
    times();
    copied();
    checked();
    speed();
    checkpoint();
    wait();
    // Below comes one line, and the cursor's.
    auto taken = lines_.size() + 2;
    auto room = on_.height > taken ? on_.height - taken : 0;
    for (const auto& x : table_bars(work(), room, on_))
      add(x);
    hint();
    return std::move(lines_);
  }

private:
  const status::progress& work() const {
    return x_.entry.how_far;
  }

  const char* mark(const char* unicode, const char* ascii) const {
    return on_.how.unicode ? unicode : ascii;
  }

  void add(const line& x) {
    lines_.push_back(cli::paint(x, on_.width, on_.how));
  }

  void row(const char* label, const std::string& text,
           style how = style::plain) {
    add({{label, style::dim}, {text, how}});
  }

  void title() {
    line x{{" " + cli::printable(x_.entry.task), style::bold}};
    auto where = cli::printable(x_.entry.node);
    line right;
    if (is_lost(x_)) {
      right.push_back({std::string{mark("✗", "x")} + " LOST "
                         + status::format_duration(lost_for(x_)),
                       style::bad});
      where = "  " + where;
    } else if (x_.entry.seen == presence::ended) {
      right.push_back({state_text(x_.entry),
                       exit_code_of(x_.entry) == 0 ? style::good : style::bad});
      where = " on " + where;
    } else {
      right.push_back({std::string{mark("●", "*")} + " live", style::good});
      where = "  " + where;
    }
    right.push_back({where});
    auto used = width_of(x) + width_of(right) + 1;
    x.push_back({std::string(used < on_.width ? on_.width - used : 2, ' ')});
    x.insert(x.end(), right.begin(), right.end());
    add(x);
    if (is_lost(x_))
      add({{" " + lost_text(), style::bad}});
  }

  std::string lost_text() const {
    auto text = "last seen " + time_text(x_.entry.last_seen);
    if (x_.lost && x_.lost->retry_in)
      text += ", retry in " + status::format_duration(*x_.lost->retry_in);
    if (x_.lost && !x_.lost->why.empty())
      text += ": " + cli::printable(x_.lost->why);
    return text;
  }

  void times() {
    auto text = " running " + status::format_duration(running_for(x_));
    if (!status::terminal(x_.entry.now.current))
      text += "   in " + to_string(x_.entry.now.current) + " "
              + status::format_duration(in_state_for(x_));
    if (work().run > 1)
      text += "   start " + std::to_string(work().run);
    if (work().resumed)
      text += "   RESUMED";
    add({{text}});
    add({});
  }

  void bar_row(const char* label, double share, const std::string& numbers) {
    line x{{label, style::dim}};
    auto used = width_of(x) + cli::columns(numbers) + 1;
    auto space = on_.width > used ? on_.width - used : 0;
    if (space >= narrowest_bar)
      x.push_back(
        {cli::bar(share, std::min(space, widest_bar), on_.how), style::good});
    x.push_back({" " + numbers});
    add(x);
  }

  void copied() {
    auto sum = totals(work());
    if (sum.rows_copied == 0 && sum.rows_expected == 0)
      return row(" copy   ", "no rows yet");
    if (copied_all(work()))
      return bar_row(" copy   ", 1, cli::grouped(sum.rows_copied) + " rows");
    bar_row(" copy   ", share_of(sum.rows_copied, sum.rows_expected),
            done_text(work()) + "  "
              + rows_text(sum.rows_copied, sum.rows_expected) + " rows");
  }

  void checked() {
    const auto& x = work();
    if (x.rows_to_check > 0)
      bar_row(" check  ", share_of(x.rows_checked, x.rows_to_check),
              status::format_percent(x.rows_checked, x.rows_to_check) + "  "
                + cli::grouped(x.rows_checked) + " / "
                + cli::grouped(x.rows_to_check) + " rows");
  }

  void speed() {
    if (x_.rows_per_second)
      row(" rate   ", cli::grouped(*x_.rows_per_second) + " rows/s  "
                        + sparkline(x_.rates, on_.how));
    const auto& left = work().remaining;
    if (auto eta = status::format_eta(left); !eta.empty()) {
      if (left.kind == status::eta_kind::ready && !is_lost(x_))
        eta += std::string{" left "} + mark("→ ", "-> ")
               + time_text(caf::timestamp{
                 sum(work().taken.time_since_epoch(), left.left)});
      row(" eta    ", eta);
    }
  }

  void checkpoint() {
    const auto& now = x_.entry.now;
    if (now.last_saved.which.id == 0)
      return row(" ckpt   ", work().resumed ? "resumed, none in this start yet"
                                            : "none yet");
    row(" ckpt   ",
        checkpoint_age_text(x_) + "  "
          + cli::printable(status::format_checkpoint_position(now)));
  }

  void wait() {
    if (auto cause = cause_text(x_.entry); !cause.empty())
      row(" cause  ", cause, style::bad);
    if (auto text = wait_text(x_.entry);
        !text.empty() && x_.entry.seen != presence::ended)
      row(" pause  ", mark("▲ ", "! ") + text, style::warning);
  }

  void hint() {
    if (x_.entry.seen != presence::ended)
      add({{" q quits, the task goes on", style::dim}});
  }

  const sight& x_;
  const area& on_;
  std::vector<std::string> lines_;
};

} // namespace

std::vector<std::string> draw_task(const sight& x, const area& on) {
  return painter{x, on}.all();
}

} // namespace statusctl
