#include "statusctl/names.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "cli/text.hpp"

namespace statusctl {

namespace {

constexpr size_t most_guesses = 3;

/// How many bytes have to be added, removed or replaced.
size_t distance(std::string_view x, std::string_view y) {
  std::vector<size_t> row(y.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < x.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < y.size(); ++j) {
      auto replaced = diagonal + (x[i] == y[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

} // namespace

std::string did_you_mean(std::string_view name,
                         const std::vector<std::string>& all) {
  // Two letters in the wrong order are two changes.
  auto limit = name.size() < 4 ? 1 : std::max<size_t>(2, name.size() / 3);
  std::vector<std::pair<size_t, std::string>> near;
  for (const auto& x : all) {
    // Names of very different lengths cannot be near, and there may be many.
    auto longer = std::max(x.size(), name.size());
    auto shorter = std::min(x.size(), name.size());
    if (longer - shorter <= limit) {
      if (auto far = distance(name, x); far <= limit)
        near.emplace_back(far, x);
    } else if (!name.empty() && x.find(name) != std::string::npos) {
      near.emplace_back(limit + 1, x);
    }
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), most_guesses));
  std::string result;
  for (size_t i = 0; i < near.size(); ++i)
    result += (i == 0                 ? "; did you mean "
               : i + 1 == near.size() ? " or "
                                      : ", ")
              + cli::printable(near[i].second);
  return result.empty() ? result : result + "?";
}

} // namespace statusctl
