// Texts that come from others, before anybody keeps or shows them.
#pragma once

#include <caf/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace status {

constexpr size_t longest_name = 256;  // bytes
constexpr size_t longest_text = 4096; // bytes
constexpr size_t most_tables = 1000;  // of a task

/// Whether it can be shown: UTF-8 without control characters, but for the end
/// of a line and the tabulator.
bool is_text(std::string_view x);

/// Whether the error, with all that it wraps and carries, can be shown.
bool is_text(const caf::error& x);

/// Returns what can be shown of it: what cannot is `?`, what is too long ends
/// with `...`.
std::string to_shown(std::string x, size_t longest = longest_text);

/// Returns an error of the same codes that can be shown.
caf::error to_shown(const caf::error& x);

} // namespace status
