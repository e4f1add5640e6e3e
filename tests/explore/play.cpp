#include "explore/play.hpp"

#include <algorithm>
#include <random>
#include <sstream>
#include <tuple>
#include <utility>

namespace status::explore {

namespace {

void drop_plain_end(choices& way) {
  while (!way.empty() && way.back() == 0)
    way.pop_back();
}

size_t different(const choices& way) {
  return way.size()
         - static_cast<size_t>(std::count(way.begin(), way.end(), 0u));
}

/// Tries to replace `way` by what `change` makes of it.
class shrinker {
public:
  shrinker(world& in, const variant& what, choices way)
    : in_(in), what_(what), way_(std::move(way)) {
    auto first = play(in_, what_, follow(way_));
    broken_ = first.broken;
    way_ = std::move(first.taken);
    drop_plain_end(way_);
  }

  choices run() {
    if (broken_.empty())
      return way_;
    for (auto better = true; better;) {
      better = false;
      for (auto part = way_.size(); part > 0; part /= 2)
        for (size_t at = 0; at + part <= way_.size(); ++at)
          better = level(at, part) || better;
      for (size_t at = 0; at < way_.size(); ++at)
        better = drop(at) || lower(at) || better;
    }
    return way_;
  }

private:
  bool level(size_t at, size_t part) {
    auto next = way_;
    auto first = next.begin() + static_cast<ptrdiff_t>(at);
    std::fill(first, first + static_cast<ptrdiff_t>(part), 0);
    return next != way_ && take(std::move(next));
  }

  bool drop(size_t at) {
    auto next = way_;
    next.erase(next.begin() + static_cast<ptrdiff_t>(at));
    return take(std::move(next));
  }

  bool lower(size_t at) {
    if (at >= way_.size() || way_[at] == 0)
      return false;
    auto next = way_;
    --next[at];
    return take(std::move(next));
  }

  bool take(choices next) {
    auto result = play(in_, what_, follow(std::move(next)));
    drop_plain_end(result.taken);
    if (result.broken != broken_ || weight(result.taken) >= weight(way_))
      return false;
    way_ = std::move(result.taken);
    return true;
  }

  static std::tuple<size_t, size_t, choices> weight(const choices& way) {
    return {different(way), way.size(), way};
  }

  world& in_;
  const variant& what_;
  choices way_;
  std::string broken_;
};

} // namespace

chooser follow(choices way) {
  return [way = std::move(way), at = size_t{0}](size_t count) mutable {
    return at < way.size() ? std::min(way[at++], count - 1) : 0;
  };
}

chooser wander(uint64_t seed) {
  // Not a distribution of the standard library, which differ.
  return [random = std::mt19937_64{seed}](size_t count) mutable {
    return static_cast<size_t>(random() % count);
  };
}

played play(world& in, const variant& what, const chooser& choose,
            bool in_words) {
  played result;
  in.begin();
  {
    auto now = what.begin(in);
    std::vector<step> possible;
    for (;;) {
      result.broken = now->broken();
      if (!result.broken.empty())
        break;
      in.choices(possible);
      if (possible.empty()) {
        result.broken = now->broken_at_end();
        if (result.broken.empty())
          result.end = now->end_state();
        break;
      }
      result.taken.emplace_back(choose(possible.size()));
      const auto& next = possible[result.taken.back()];
      if (in_words)
        result.words.emplace_back(in.describe(next));
      in.take(next);
    }
    if (in.end() > 0 && result.broken.empty())
      result.broken = outlived;
  }
  return result;
}

choices shrink(world& in, const variant& what, choices way) {
  return shrinker{in, what, std::move(way)}.run();
}

std::string to_text(const choices& way) {
  std::string result;
  for (auto x : way)
    result += (result.empty() ? "" : ".") + std::to_string(x);
  // Without a dot it would be a schedule's number.
  if (way.size() < 2)
    result += way.empty() ? "0.0" : ".0";
  return result;
}

std::optional<choices> read_choices(const std::string& text) {
  choices result;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, '.');) {
    if (part.empty() || part.size() > 9
        || part.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    result.emplace_back(std::stoul(part));
  }
  if (result.empty())
    return std::nullopt;
  return result;
}

} // namespace status::explore
