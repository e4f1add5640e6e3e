/// Values of options as people type them. All throw `std::invalid_argument`
/// with a text that says what is wrong and how it is right.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace schema_change {

/// Reads `500ms`, `30s`, `1m30s`, `2h`, `7d` or `0`.
std::chrono::nanoseconds parse_duration(const std::string& text);

/// Reads the same, but not `0`: a limit that is always exceeded is a mistake.
std::chrono::nanoseconds parse_limit(const std::string& text);

/// Reads a number of rows.
uint64_t parse_rows(const std::string& text);

/// Splits COLUMN=EXPRESSION. A column with a = in its name is put in quotes, as
/// in SQL.
std::pair<std::string, std::string> parse_mapping(const std::string& text);

} // namespace schema_change
