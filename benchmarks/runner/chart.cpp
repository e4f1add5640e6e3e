#include "runner/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "runner/table.hpp"

namespace benchmark {

namespace {

using point = std::pair<double, double>; // of how many, cost of one
using points = std::vector<point>;

constexpr double width = 300;
constexpr double height = 250;
constexpr double left = 64; // of a panel's frame
constexpr double top = 44;
constexpr double step = width + left + 24;

struct panel {
  const char* title;
  const char* name;
};

constexpr panel panels[]
  = {{"memory of a watched task", "memory, just started"},
     {"CPU to start one, again", "start, again"},
     {"CPU per tick", "tick"}};

struct curve {
  const char* who;
  const char* colour;
};

constexpr curve curves[] = {{"ours", "#0a7d33"},
                            {"go", "#1f6feb"},
                            {"raw", "#b35900"},
                            {"loop", "#8250df"}};

points points_of(const results& all, const std::string& who,
                 const std::string& wanted) {
  points result;
  for (const auto& [name, n] : all.measured())
    if (name == wanted) {
      auto values = all.values(who, name, n);
      if (!values.empty() && summarize(values).median > 0)
        result.emplace_back(n, summarize(values).median);
    }
  std::sort(result.begin(), result.end());
  return result;
}

/// The range of an axis, in whole powers of ten.
struct axis {
  double first = 0;
  double last = 1;

  explicit axis(const std::vector<double>& values) {
    auto [least, most] = std::minmax_element(values.begin(), values.end());
    first = std::floor(std::log10(*least));
    last = std::max(first + 1, std::ceil(std::log10(*most)));
  }

  double share(double x) const {
    return (std::log10(x) - first) / (last - first);
  }
};

std::string power(double i) {
  return i >= 0 ? fmt::format("{:.0f}", std::pow(10, i))
                : fmt::format("{:g}", std::pow(10, i));
}

std::string text(double x, double y, const std::string& anchor,
                 const std::string& what, const std::string& colour = "#444") {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" )"
                     R"(fill="{}">{}</text>)"
                     "\n",
                     x, y, anchor, colour, what);
}

std::string grid(double x0, const axis& across, const axis& up) {
  std::string result;
  auto line = [&](double x1, double y1, double x2, double y2) {
    result += fmt::format(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}" )"
                          R"(stroke="#ddd"/>)"
                          "\n",
                          x1, y1, x2, y2);
  };
  for (auto i = across.first; i <= across.last; ++i) {
    auto x = x0 + width * across.share(std::pow(10, i));
    line(x, top, x, top + height);
    result += text(x, top + height + 16, "middle", power(i));
  }
  for (auto i = up.first; i <= up.last; ++i) {
    auto y = top + height * (1 - up.share(std::pow(10, i)));
    line(x0, y, x0 + width, y);
    result += text(x0 - 6, y + 4, "end", power(i));
  }
  return result;
}

/// Of what all tasks take together, without the small numbers: these show what
/// a process takes by itself.
double growth(const points& values) {
  points together;
  for (const auto& [n, cost] : values)
    if (n >= 100)
      together.emplace_back(n, n * cost);
  return slope(together);
}

std::string draw(const panel& what, const results& all, double x0) {
  std::vector<double> across;
  std::vector<double> up;
  for (const auto& x : curves)
    for (const auto& [n, cost] : points_of(all, x.who, what.name)) {
      across.push_back(n);
      up.push_back(cost);
    }
  if (across.empty())
    return {};
  axis wide{across};
  axis high{up};
  auto result
    = text(x0, top - 22, "start",
           fmt::format("{}, {}", what.title, all.unit(what.name)), "#000")
      + grid(x0, wide, high)
      + text(x0 + width / 2, top + height + 32, "middle", "tasks");
  auto below = top + height + 50;
  for (const auto& x : curves) {
    auto values = points_of(all, x.who, what.name);
    if (values.empty())
      continue;
    std::string path;
    for (const auto& [n, cost] : values) {
      auto px = x0 + width * wide.share(n);
      auto py = top + height * (1 - high.share(cost));
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", px, py);
      result
        += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"/>)"
                       "\n",
                       px, py, x.colour);
    }
    result += fmt::format(
      R"(<path d="{}" fill="none" stroke="{}" stroke-width="1.6"/>)"
      "\n",
      path, x.colour);
    result += text(x0, below, "start",
                   fmt::format("{}: all together grow as n^{:.2f}",
                               title_of(x.who), growth(values)),
                   x.colour);
    below += 16;
  }
  return result;
}

} // namespace

double slope(const std::vector<std::pair<double, double>>& values) {
  if (values.size() < 2)
    return 0;
  double x = 0;
  double y = 0;
  double xx = 0;
  double xy = 0;
  for (const auto& [n, cost] : values) {
    auto a = std::log(n);
    auto b = std::log(cost);
    x += a;
    y += b;
    xx += a * a;
    xy += a * b;
  }
  auto count = static_cast<double>(values.size());
  auto spread = count * xx - x * x;
  return spread > 0 ? (count * xy - x * y) / spread : 0;
}

std::string chart(const results& all) {
  auto full_width = step * static_cast<double>(std::size(panels)) + 16;
  auto full_height = top + height + 60 + 16 * std::size(curves);
  auto result = fmt::format(
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" )"
    R"(width="{0}" height="{1}" font-family="sans-serif" font-size="12">)"
    "\n"
    R"(<rect width="100%" height="100%" fill="#fff"/>)"
    "\n",
    full_width, full_height);
  auto x0 = left;
  for (const auto& x : panels) {
    result += draw(x, all, x0);
    x0 += step;
  }
  return result + "</svg>\n";
}

} // namespace benchmark
