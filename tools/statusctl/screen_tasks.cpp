#include <algorithm>

#include "statusctl/screen.hpp"
#include "statusctl/table.hpp"

namespace statusctl {

namespace {

using cli::style;
using status::presence;

/// What needs somebody comes first, what has ended last.
int rank(const sight& x) {
  if (is_lost(x))
    return 0;
  if (x.entry.seen == presence::ended)
    return x.entry.outcome == status::run_outcome::failed ? 1 : 4;
  return wait_text(x.entry).empty() ? 3 : 2;
}

std::string counts(const std::vector<sight>& all) {
  size_t lost = 0;
  size_t ended = 0;
  for (const auto& x : all)
    if (is_lost(x))
      ++lost;
    else if (x.entry.seen == presence::ended)
      ++ended;
  auto text = std::to_string(all.size())
              + (all.size() == 1 ? " task: " : " tasks: ")
              + std::to_string(all.size() - lost - ended) + " live";
  if (lost > 0)
    text += ", " + std::to_string(lost) + " lost";
  if (ended > 0)
    text += ", " + std::to_string(ended) + " ended";
  return text;
}

} // namespace

std::vector<std::string> draw_tasks(std::vector<sight> all,
                                    const status::net::link_status& line,
                                    caf::timestamp now, const area& on) {
  std::stable_sort(all.begin(), all.end(), [](const auto& x, const auto& y) {
    return rank(x) < rank(y);
  });
  auto sum = counts(all);
  auto linked = line.now == status::net::link_state::live;
  // Below the table come a line or two, and the cursor's.
  auto room = on.height > 5 ? on.height - 5 : 1;
  auto hidden = all.size() - std::min(all.size(), room);
  all.resize(all.size() - hidden);
  std::vector<std::string> result;
  if (!all.empty())
    for (auto& row : task_table(all)) {
      row.insert(row.begin(), {" "});
      result.push_back(cli::paint(row, on.width, on.how));
    }
  auto add = [&](const cli::line& x) {
    result.push_back(cli::paint(x, on.width, on.how));
  };
  if (hidden > 0)
    sum += ", " + std::to_string(hidden) + " of them not shown";
  add({{" " + sum, style::dim}, {"   q quits, the tasks go on", style::dim}});
  if (!linked)
    add({{" connection: " + cli::printable(describe(line, now)), style::bad}});
  return result;
}

} // namespace statusctl
