#include "runner/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace benchmark {

namespace {

using row = std::vector<std::string>;

/// The first row is the head.
std::string markdown(const std::vector<row>& rows) {
  std::vector<size_t> widths(rows.front().size());
  for (const auto& cells : rows)
    for (size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], cells[i].size());
  std::string result;
  for (const auto& cells : rows) {
    for (size_t i = 0; i < cells.size(); ++i)
      result += fmt::format("| {:{}} ", cells[i], widths[i]);
    result += "|\n";
    if (&cells == &rows.front()) {
      for (auto width : widths)
        result += fmt::format("| {:-<{}} ", "", width);
      result += "|\n";
    }
  }
  return result;
}

std::string with_unit(const summary& x, const std::string& unit) {
  return number(x.median) + " " + unit;
}

std::string with_range(const summary& x) {
  return fmt::format("{} ({} to {})", number(x.median), number(x.least),
                     number(x.most));
}

std::string bar_of(const verdict& x) {
  if (!x.of.limit)
    return "stated";
  return "<= " + number(*x.of.limit) + (x.of.peer.empty() ? " " + x.unit : "");
}

std::string word_of(const verdict& x) {
  if (!x.judged())
    return "not measured";
  if (!x.met)
    return "-";
  if (*x.met)
    return "met";
  return *x.of.limit > 0 ? fmt::format("missed by {:.0f} %",
                                       std::max(1.0, 100 * x.missed_by()))
                         : "missed";
}

} // namespace

std::string number(double x) {
  if (x == 0)
    return "0";
  auto size = std::abs(x);
  if (size >= 100)
    return fmt::format("{:.0f}", x);
  auto digits = 2 - static_cast<int>(std::floor(std::log10(size)));
  return fmt::format("{:.{}f}", x, std::min(digits, 6));
}

std::string title_of(const std::string& who) {
  if (who == "go")
    return "Go";
  if (who == "raw")
    return "raw CAF";
  if (who == "loop")
    return "asio";
  if (who == "tcmalloc")
    return "with tcmalloc";
  return who;
}

std::string table_of_bars(const std::vector<verdict>& all) {
  std::vector<row> rows{
    {"#", "measured", "ours", "against", "ratio", "bar", ""}};
  for (const auto& x : all) {
    row cells{
      std::to_string(x.of.row), x.of.what, "-", "", "", bar_of(x), word_of(x)};
    if (x.ours)
      cells[2] = x.of.peer.empty() && x.ours->least != x.ours->most
                   ? with_range(*x.ours) + " " + x.unit
                   : with_unit(*x.ours, x.unit);
    if (!x.of.peer.empty())
      cells[3] = x.theirs
                   ? title_of(x.of.peer) + " " + with_unit(*x.theirs, x.unit)
                   : title_of(x.of.peer) + ": skipped";
    if (x.ratio)
      cells[4] = with_range(*x.ratio);
    rows.push_back(std::move(cells));
  }
  return markdown(rows);
}

std::string table_of_values(const results& all) {
  const char* everybody[]
    = {"ours", "tcmalloc", "go", "raw", "loop", "threads", "bare", "chunk"};
  std::vector<row> rows{{"measured", "of how many", "unit"}};
  for (const auto* who : everybody)
    rows.front().push_back(title_of(who));
  for (const auto& [name, n] : all.measured()) {
    row cells{name, std::to_string(n), all.unit(name)};
    for (const auto* who : everybody) {
      auto values = all.values(who, name, n);
      cells.push_back(values.empty() ? "" : number(summarize(values).median));
    }
    rows.push_back(std::move(cells));
  }
  return markdown(rows);
}

std::string last_word(const std::vector<verdict>& all) {
  std::string missed;
  std::string unknown;
  size_t met = 0;
  for (const auto& x : all) {
    auto line
      = fmt::format("  row {}, {}: {}\n", x.of.row, x.of.what, word_of(x));
    if (x.met)
      *x.met ? void(++met) : void(missed += line);
    else if (x.of.limit)
      unknown += line;
  }
  auto result = fmt::format("{} bars met\n", met);
  if (!missed.empty())
    result += "missed:\n" + missed;
  if (!unknown.empty())
    result += "without a verdict:\n" + unknown;
  return result;
}

std::string put_between(const std::string& document, const std::string& name,
                        const std::string& text) {
  auto open = "<!-- " + name + " -->\n";
  auto begin = document.find(open);
  auto end = document.find("<!-- end of " + name + " -->\n");
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw std::runtime_error{"no place for " + name};
  begin += open.size();
  return document.substr(0, begin) + text + document.substr(end);
}

} // namespace benchmark
