#include "cli/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "status/messages/report.hpp"

namespace cli {

namespace {

/// One character and what is left of the text behind it.
struct decoded {
  char32_t code = 0;
  size_t size = 0; // in bytes
};

constexpr char32_t invalid = 0xFFFFFFFF;

/// Decodes the first character of a text that is not empty.
decoded decode_first(std::string_view text) {
  auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  auto lead = byte(0);
  if (lead < 0x80)
    return {lead, 1};
  size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size)
    return {invalid, 1};
  char32_t code = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80)
      return {invalid, 1};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10FFFF
      || (code >= 0xD800 && code < 0xE000))
    return {invalid, 1};
  return {code, size};
}

bool steers(char32_t x) {
  return x < 0x20 || (x >= 0x7F && x < 0xA0) || (x >= 0x200B && x <= 0x200F)
         || (x >= 0x2028 && x <= 0x202E) || (x >= 0x2066 && x <= 0x2069)
         || x == 0xFEFF;
}

// Roughly: combining marks take none, East Asian wide ones and emoji two.
size_t width_of(char32_t x) {
  if (x >= 0x300 && x < 0x370)
    return 0;
  auto wide = (x >= 0x1100 && x < 0x1160) || (x >= 0x2E80 && x < 0xA4D0)
              || (x >= 0xAC00 && x < 0xD7A4) || (x >= 0xF900 && x < 0xFB00)
              || (x >= 0xFE30 && x < 0xFE70) || (x >= 0xFF00 && x < 0xFF61)
              || (x >= 0x1F300 && x < 0x1FB00) || (x >= 0x20000 && x < 0x40000);
  return wide ? 2 : 1;
}

const char* code_of(style x) {
  switch (x) {
    case style::bold:
      return "\x1b[1m";
    case style::dim:
      return "\x1b[2m";
    case style::good:
      return "\x1b[32m";
    case style::warning:
      return "\x1b[33m";
    case style::bad:
      return "\x1b[31m";
    default:
      return "";
  }
}

} // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    auto x = decode_first(text);
    if (x.code == invalid || steers(x.code))
      result += '?';
    else
      result += text.substr(0, x.size);
    text.remove_prefix(x.size);
  }
  return result;
}

std::string escaped(std::string_view json) {
  std::string result;
  while (!json.empty()) {
    auto x = decode_first(json);
    if (steers(x.code) && x.code != invalid)
      result += fmt::format("\\u{:04x}", static_cast<uint32_t>(x.code));
    else
      result += json.substr(0, x.size);
    json.remove_prefix(x.size);
  }
  return result;
}

size_t columns(std::string_view text) {
  size_t result = 0;
  while (!text.empty()) {
    auto x = decode_first(text);
    result += width_of(x.code);
    text.remove_prefix(x.size);
  }
  return result;
}

std::string clip(std::string_view text, size_t width) {
  size_t size = 0;
  for (size_t used = 0; size < text.size();) {
    auto x = decode_first(text.substr(size));
    used += width_of(x.code);
    if (used > width)
      break;
    size += x.size;
  }
  return std::string{text.substr(0, size)};
}

std::string grouped(uint64_t number) {
  auto result = std::to_string(number);
  for (size_t i = result.size(); i > 3;) {
    i -= 3;
    result.insert(i, ",");
  }
  return result;
}

std::string short_time(std::chrono::nanoseconds x) {
  auto milliseconds = std::chrono::duration<double, std::milli>{x}.count();
  if (milliseconds < 10)
    return fmt::format("{:.1f} ms", milliseconds);
  if (milliseconds < 1000)
    return fmt::format("{:.0f} ms", milliseconds);
  return status::format_duration(x);
}

std::string bar(double share, size_t width, const look& how) {
  // Not a number is nothing, too.
  auto part = share > 0 ? std::min(share, 1.0) : 0.0;
  if (!how.unicode) {
    if (width < 3)
      return std::string(width, '#');
    auto full = static_cast<size_t>(part * static_cast<double>(width - 2));
    return "[" + std::string(full, '#') + std::string(width - 2 - full, '-')
           + "]";
  }
  constexpr std::array eighths{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  auto filled = static_cast<size_t>(part * static_cast<double>(width * 8));
  std::string result;
  for (size_t i = 0; i < width; ++i) {
    auto left = filled - std::min(filled, i * 8);
    result += left >= 8 ? "█" : eighths[left];
  }
  return result;
}

std::string paint(const line& what, size_t width, const look& how) {
  std::string result;
  for (const auto& x : what) {
    auto text = clip(x.text, width);
    width -= columns(text);
    auto cut = text.size() < x.text.size();
    if (how.color && x.how != style::plain)
      result += code_of(x.how) + text + "\x1b[0m";
    else
      result += text;
    if (cut)
      break;
  }
  return result;
}

} // namespace cli
