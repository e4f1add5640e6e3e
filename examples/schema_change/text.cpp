#include <fmt/format.h>

#include <algorithm>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

std::string enclosed(std::string_view text, char mark) {
  std::string result{mark};
  for (auto c : text) {
    if (c == mark)
      result += mark;
    result += c;
  }
  return result += mark;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string in_quotes(std::string_view name) {
  return enclosed(name, '"');
}

std::string literal(std::string_view text) {
  return enclosed(text, '\'');
}

bool same_name(std::string_view x, std::string_view y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string shown(const value& x) {
  if (const auto* number = std::get_if<int64_t>(&x))
    return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&x))
    return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&x))
    return literal(*text);
  if (const auto* bytes = std::get_if<blob>(&x)) {
    std::string result = "x'";
    for (auto c : bytes->bytes)
      result += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return result += '\'';
  }
  return "NULL";
}

std::string join(const std::vector<std::string>& parts,
                 std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

} // namespace schema_change
