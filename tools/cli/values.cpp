#include "cli/values.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace cli {

namespace {

using std::chrono::nanoseconds;

struct unit {
  std::string_view name;
  nanoseconds length;
};

constexpr std::array units{
  unit{"ms", std::chrono::milliseconds{1}}, unit{"s", std::chrono::seconds{1}},
  unit{"m", std::chrono::minutes{1}},       unit{"h", std::chrono::hours{1}},
  unit{"d", std::chrono::hours{24}},
};

constexpr std::string_view digits = "0123456789";

[[noreturn]] void complain(const std::string& text, const char* why) {
  throw std::invalid_argument{"'" + text + "' " + why};
}

} // namespace

nanoseconds parse_duration(const std::string& text) {
  constexpr auto max = std::numeric_limits<int64_t>::max();
  if (text == "0")
    return nanoseconds{0};
  std::string_view rest = text;
  int64_t sum = 0;
  do {
    auto number = rest.substr(0, rest.find_first_not_of(digits));
    rest.remove_prefix(number.size());
    auto name = rest.substr(0, rest.find_first_of(digits));
    rest.remove_prefix(name.size());
    if (number.empty())
      complain(text, "is no time, such as 500ms, 30s, 5m, 2h or 1h30m");
    if (name.empty())
      complain(text, "lacks a unit: ms, s, m, h or d");
    const unit* found = nullptr;
    for (const auto& x : units)
      if (x.name == name)
        found = &x;
    if (!found)
      complain(text, "has a unit that is none of ms, s, m, h, d");
    int64_t value = 0;
    for (auto c : number) {
      if (value > (max - (c - '0')) / 10)
        complain(text, "is too long a time");
      value = value * 10 + (c - '0');
    }
    if (value > (max - sum) / found->length.count())
      complain(text, "is too long a time");
    sum += value * found->length.count();
  } while (!rest.empty());
  return nanoseconds{sum};
}

nanoseconds parse_limit(const std::string& text) {
  auto result = parse_duration(text);
  if (result.count() == 0)
    complain(text, "is no limit, such as 90s, 30m, 48h or 7d");
  return result;
}

} // namespace cli
