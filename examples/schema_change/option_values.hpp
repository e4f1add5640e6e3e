/// Values of options as people type them. All throw `std::invalid_argument`
/// with a text that says what is wrong and how it is right.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace schema_change {

/// Reads a number of rows.
uint64_t parse_rows(const std::string& text);

/// Splits COLUMN=EXPRESSION. A column with a = in its name is put in quotes, as
/// in SQL.
std::pair<std::string, std::string> parse_mapping(const std::string& text);

} // namespace schema_change
