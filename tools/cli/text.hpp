/// Text as a terminal shows it. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Replaces what could steer a terminal, and what is no UTF-8, by a question
/// mark. Names, paths and reasons come from others.
std::string printable(std::string_view text);

/// Writes what could steer a terminal as escapes, as JSON has them. `json` is
/// JSON in UTF-8, where such characters can only be in texts.
std::string escaped(std::string_view json);

/// Returns how many columns a printable text takes.
size_t columns(std::string_view text);

/// Returns as much of a printable text as fits into `width` columns.
std::string clip(std::string_view text, size_t width);

/// Returns `1,234,567`.
std::string grouped(uint64_t number);

/// Returns `4.1 ms`, `812 ms` or `1m30s`.
std::string short_time(std::chrono::nanoseconds x);

/// What a terminal can do.
struct look {
  bool unicode = false;
  bool color = false;
};

/// Returns a bar of `width` columns, filled up to `share`, of 0 to 1.
std::string bar(double share, size_t width, const look& how);

enum class style : uint8_t { plain, bold, dim, good, warning, bad };

struct span {
  std::string text; // printable
  style how = style::plain;
};

using line = std::vector<span>;

/// Lays a line out in at most `width` columns, with the colors if there are
/// any.
std::string paint(const line& what, size_t width, const look& how);

} // namespace cli
