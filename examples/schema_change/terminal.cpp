#include "schema_change/terminal.hpp"

#include <algorithm>
#include <array>

#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using cli::bar;
using cli::columns;
using cli::grouped;
using cli::line;
using cli::look;
using cli::paint;
using cli::printable;
using cli::style;
using status::state;

constexpr size_t widest_bar = 40;
constexpr size_t narrowest_bar = 8;

size_t width_of(const line& what) {
  size_t result = 0;
  for (const auto& x : what)
    result += columns(x.text);
  return result;
}

class painter {
public:
  painter(const view& what, size_t width, const look& how)
    : what_(what), width_(width), how_(how) {}

  std::vector<std::string> all() {
    title();
    states();
    amount();
    speed();
    checkpoint();
    pause();
    hold();
    return std::move(lines_);
  }

private:
  void add(const line& x) {
    lines_.emplace_back(paint(x, width_, how_));
  }

  const char* separator() const {
    return how_.unicode ? " · " : " | ";
  }

  void title() {
    line x{{" " + printable(what_.table), style::bold},
           {" in " + printable(what_.database)}};
    auto time = "running " + status::format_duration(total_time(what_.holder));
    auto used = width_of(x) + columns(time) + 1;
    if (used < width_)
      x.push_back({std::string(width_ - used, ' ') + time, style::dim});
    add(x);
  }

  void states() {
    // The usual way; what is seldom entered shows while it lasts.
    constexpr std::array way{state::copy_rows,
                             state::waiting_on_sentinel_table,
                             state::apply_changeset,
                             state::restore_secondary_indexes,
                             state::analyze_table,
                             state::checksum,
                             state::post_checksum,
                             state::cut_over,
                             state::close};
    auto now = what_.holder.current;
    line x;
    if (now == state::initial || now == state::err_cleanup)
      x.push_back({" [" + to_string(now) + "]", style::bold});
    for (auto i : way) {
      auto done = time_in(what_.holder, i).count() > 0;
      if (i == now)
        x.push_back({" [" + to_string(i) + "]", style::bold});
      else if (*short_name(i) == '\0'
               || (i == state::waiting_on_sentinel_table && !done))
        continue;
      else if (done)
        x.push_back({(how_.unicode ? " ✓" : " +") + std::string{short_name(i)},
                     style::good});
      else
        x.push_back({std::string{" "} + short_name(i), style::dim});
    }
    add(x);
  }

  // Beside the current state the others are a word at most.
  static const char* short_name(state x) {
    switch (x) {
      case state::copy_rows:
        return "copyRows";
      case state::waiting_on_sentinel_table:
        return "sentinel";
      case state::restore_secondary_indexes:
        return "indexes";
      case state::checksum:
        return "checksum";
      case state::cut_over:
        return "cutOver";
      case state::close:
        return "close";
      default:
        return "";
    }
  }

  void amount() {
    const auto& task = what_.task;
    auto sum = totals(task);
    auto checking = what_.holder.current == state::checksum;
    auto done = checking ? task.rows_checked : sum.rows_copied;
    auto expected = checking ? task.rows_to_check : sum.rows_expected;
    if (done == 0 && expected == 0)
      return add({{" copy   ", style::dim}, {"no rows yet"}});
    auto complete = !checking && !task.tables.empty();
    for (const auto& x : task.tables)
      complete = complete && x.complete;
    auto share = complete ? 1.0
                 : expected == 0
                   ? 0.0
                   : static_cast<double>(done) / static_cast<double>(expected);
    auto numbers = complete
                     ? " " + grouped(done) + " rows"
                     : " " + status::format_percent(done, expected) + "  "
                         + grouped(done) + " / " + (checking ? "" : "~")
                         + grouped(expected) + " rows";
    line x{{checking ? " check  " : " copy   ", style::dim}};
    auto used = width_of(x) + columns(numbers) + 1;
    auto space = width_ > used ? width_ - used : 0;
    if (space >= narrowest_bar)
      x.push_back({bar(share, std::min(space, widest_bar), how_), style::good});
    x.push_back({numbers});
    add(x);
  }

  void speed() {
    if (!what_.running)
      return add({{" rate   ", style::dim},
                  {"it failed and is started again", style::warning}});
    std::string text;
    auto put = [&text, this](const std::string& x) {
      text += (text.empty() ? "" : separator()) + x;
    };
    const auto& task = what_.task;
    if (what_.holder.current == state::copy_rows) {
      put(grouped(what_.numbers.rows_per_second) + " rows/s");
      if (auto eta = status::format_eta(task.remaining); !eta.empty())
        put("eta " + eta);
      if (what_.numbers.chunk_rows > 0)
        put(grouped(what_.numbers.chunk_rows) + " rows a chunk");
    }
    put(grouped(what_.numbers.changes_applied) + " changes replayed");
    add({{" rate   ", style::dim}, {text}});
  }

  void checkpoint() {
    const auto& x = what_.holder;
    if (x.last_saved.which.id == 0)
      return add(
        {{" ckpt   ", style::dim},
         {what_.task.resumed ? "resumed, none in this run yet" : "none yet"}});
    add({{" ckpt   ", style::dim},
         {status::format_checkpoint_age(x) + " ago  "
          + printable(status::format_checkpoint_position(x))}});
  }

  void pause() {
    const auto& x = what_.task.throttling;
    if (!x.throttled)
      return;
    add({{" pause  ", style::dim},
         {(how_.unicode ? "▲ " : "! ")
            + (x.reason.empty() ? "throttled" : printable(x.reason)),
          style::warning}});
  }

  // While it is waited for that, it is the reason for the pause.
  void hold() {
    const auto& held = what_.holder.wanted.held;
    auto text = "cut-over held by " + to_text(held);
    if (!held.in_force || cut_over_granted(what_.holder.current)
        || what_.task.throttling.reason == text)
      return;
    add({{" hold   ", style::dim},
         {(how_.unicode ? "▲ " : "! ") + printable(text), style::warning}});
  }

  const view& what_;
  size_t width_;
  look how_;
  std::vector<std::string> lines_;
};

} // namespace

std::vector<std::string> render(const view& what, size_t width,
                                const cli::look& how) {
  return painter{what, width, how}.all();
}

} // namespace schema_change
