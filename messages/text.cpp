#include "messages/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "status/messages/desk.hpp"

namespace status {

namespace {

// As deep as `to_text` looks.
constexpr int max_depth = 16;

/// Takes the first character off; nothing if the bytes are not UTF-8.
std::optional<char32_t> take_off(std::string_view& x) {
  auto byte = [&x](size_t i) { return static_cast<unsigned char>(x[i]); };
  auto lead = byte(0);
  size_t length = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : 3;
  if (lead >= 0xF0)
    length = lead < 0xF8 ? 4 : 0;
  if (length == 0 || x.size() < length)
    return std::nullopt;
  auto result = char32_t{lead};
  if (length > 1)
    result &= 0x7Fu >> length;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return std::nullopt;
    result = (result << 6) | (byte(i) & 0x3Fu);
  }
  // What has a shorter form is refused, as are halves of UTF-16.
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  if (result < smallest[length] || result > 0x10FFFF
      || (result >= 0xD800 && result < 0xE000))
    return std::nullopt;
  x.remove_prefix(length);
  return result;
}

bool within(char32_t x, char32_t first, char32_t last) {
  return x >= first && x <= last;
}

/// Neither control characters nor what turns the direction of a line.
bool can_be_seen(char32_t x) {
  return x >= 0x20 && !within(x, 0x7F, 0x9F) && !within(x, 0x200B, 0x200F)
         && !within(x, 0x2028, 0x202E) && !within(x, 0x2060, 0x206F)
         && !within(x, 0xFFF0, 0xFFFB) && x != 0xFEFF && (x & 0xFFFE) != 0xFFFE;
}

bool is_blank(char32_t x) {
  return x == ' ' || x == 0xA0 || x == 0x1680 || within(x, 0x2000, 0x200A)
         || x == 0x202F || x == 0x205F || x == 0x3000;
}

bool fits_text(char32_t x) {
  return can_be_seen(x) || x == '\n' || x == '\t';
}

template <class Predicate>
bool all_of(std::string_view x, Predicate good) {
  while (!x.empty()) {
    auto c = take_off(x);
    if (!c || !good(*c))
      return false;
  }
  return true;
}

/// Whether an error of ours holds what ours hold, and nothing else.
bool is_ours(const caf::error& x, int depth) {
  if (!x || code_of(x) == ec::none)
    return true;
  const auto& xs = x.context();
  if (depth == 0 || xs.size() > 2
      || (!xs.empty() && !xs.match_element<std::string>(0)))
    return false;
  return xs.size() < 2
         || (xs.match_element<caf::error>(1)
             && is_ours(xs.get_as<caf::error>(1), depth - 1));
}

} // namespace

// Names are shown in lists, and typed on command lines.
bool is_name(std::string_view x) {
  return !x.empty() && x.size() <= longest_name && all_of(x, [](char32_t c) {
    return can_be_seen(c) && !is_blank(c);
  });
}

bool is_text(std::string_view x) {
  return x.size() <= longest_text && all_of(x, fits_text);
}

bool is_text(const caf::error& x) {
  return !x || (is_ours(x, max_depth) && is_text(to_text(x)));
}

std::string to_shown(std::string x, size_t longest) {
  if (x.size() <= longest && all_of(x, fits_text))
    return x;
  constexpr std::string_view end = "...";
  std::string result;
  auto rest = std::string_view{x};
  while (!rest.empty()) {
    auto before = rest;
    auto c = take_off(rest);
    if (!c)
      rest.remove_prefix(1);
    auto piece = c && fits_text(*c)
                   ? before.substr(0, before.size() - rest.size())
                   : std::string_view{"?"};
    if (result.size() + piece.size() + end.size() > longest)
      return result.append(end);
    result.append(piece);
  }
  return result;
}

caf::error to_shown(const caf::error& x) {
  if (is_text(x))
    return x;
  std::vector<ec> codes;
  auto rest = x;
  while (rest && codes.size() < max_depth && code_of(rest) != ec::none) {
    codes.emplace_back(code_of(rest));
    rest = cause_of(rest);
  }
  if (codes.empty())
    codes.emplace_back(ec::unavailable);
  // The innermost says it all, so that no code is lost, and no text told twice.
  auto result
    = make_error(codes.back(), to_shown(to_text(x), longest_text / 2));
  for (auto i = std::next(codes.rbegin()); i != codes.rend(); ++i)
    result = wrap(*i, {}, result);
  return result;
}

} // namespace status
