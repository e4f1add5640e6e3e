#include "statusctl/bars.hpp"

#include <algorithm>
#include <array>

#include "statusctl/sight.hpp"

namespace statusctl {

namespace {

using cli::line;
using cli::span;
using cli::style;
using status::state;

constexpr size_t bar_width = 16;

/// The states that a job has been in, is in, and usually comes to.
class stations {
public:
  stations(const status::snapshot& x, const cli::look& how) : how_(how) {
    constexpr std::array usual{state::copy_rows, state::checksum,
                               state::cut_over, state::close};
    auto to_come = false;
    for (size_t i = 0; i < status::state_count; ++i) {
      auto which = static_cast<state>(i);
      if (which == x.current) {
        now_ = all_.size();
        to_come = !status::terminal(which);
        all_.push_back({mark("▶ ", "> ") + to_string(which), style::bold});
      } else if (x.times.at(i).count() > 0) {
        all_.push_back({mark("✓ ", "+ ") + to_string(which), style::good});
      } else if (to_come
                 && std::find(usual.begin(), usual.end(), which)
                      != usual.end()) {
        all_.push_back({to_string(which), style::dim});
      }
    }
  }

  line in(size_t width) {
    while (now_ > 1 && columns() > width) {
      all_.erase(all_.begin() + 1);
      all_.front() = {mark("…", ".."), style::dim};
      --now_;
    }
    line result{{" "}};
    for (const auto& x : all_) {
      if (result.size() > 1)
        result.push_back({mark(" ─ ", " - "), style::dim});
      result.push_back(x);
    }
    return result;
  }

private:
  std::string mark(const char* unicode, const char* ascii) const {
    return how_.unicode ? unicode : ascii;
  }

  size_t columns() const {
    auto result = 3 * all_.size() - 2; // what is between them, and before
    for (const auto& x : all_)
      result += cli::columns(x.text);
    return result;
  }

  const cli::look& how_;
  std::vector<span> all_;
  size_t now_ = 0;
};

} // namespace

double share_of(uint64_t done, uint64_t expected) {
  return expected == 0
           ? 0
           : static_cast<double>(done) / static_cast<double>(expected);
}

line timeline(const status::snapshot& x, const area& on) {
  return stations{x, on.how}.in(on.width);
}

std::vector<line> table_bars(const status::progress& x, size_t room,
                             const area& on) {
  if (x.tables.size() < 2 || room == 0)
    return {};
  std::vector<const status::table_progress*> order;
  for (auto done : {false, true})
    for (const auto& table : x.tables)
      if (table.complete == done)
        order.push_back(&table);
  auto shown = order.size() <= room ? order.size() : room - 1;
  size_t widest = 0;
  for (size_t i = 0; i < shown; ++i)
    widest = std::max(widest, cli::columns(cli::printable(order[i]->table)));
  widest = std::min(widest, on.width / 3);
  std::vector<line> result;
  for (size_t i = 0; i < shown; ++i) {
    const auto& table = *order[i];
    auto name = cli::clip(cli::printable(table.table), widest);
    name.append(widest - cli::columns(name), ' ');
    auto share
      = table.complete ? 1 : share_of(table.rows_copied, table.rows_expected);
    result.push_back({{i == 0 ? " tables " : "        ", style::dim},
                      {name + " "},
                      {cli::bar(share, bar_width, on.how), style::good},
                      {" " + done_text(table) + "  "
                       + rows_text(table.rows_copied, table.rows_expected)}});
  }
  if (shown < order.size()) {
    auto done = std::count_if(
      order.begin() + static_cast<ptrdiff_t>(shown), order.end(),
      [](const auto* table) { return table->complete; });
    result.push_back({{"        and " + std::to_string(order.size() - shown)
                         + " more, " + std::to_string(done) + " of them done",
                       style::dim}});
  }
  return result;
}

std::string sparkline(const std::vector<uint64_t>& rates,
                      const cli::look& how) {
  constexpr std::array blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (!how.unicode || rates.empty())
    return {};
  auto highest
    = std::max<uint64_t>(1, *std::max_element(rates.begin(), rates.end()));
  std::string result;
  for (auto x : rates) {
    auto share = static_cast<double>(x) / static_cast<double>(highest);
    result += blocks.at(static_cast<size_t>(share * (blocks.size() - 1)));
  }
  return result;
}

} // namespace statusctl
