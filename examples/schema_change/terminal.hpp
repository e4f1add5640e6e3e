/// The live block on a terminal, as text. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schema_change/screen_text.hpp"
#include "schema_change/view.hpp"

namespace schema_change {

/// Lays the block out, a text per line, none wider than `width` columns.
std::vector<std::string> render(const view& what, size_t width,
                                const look& how);

/// Returns the width to draw for: a terminal that says 0 has 80 columns.
constexpr size_t usable_width(size_t columns_told) {
  return columns_told == 0 ? 80 : columns_told;
}

/// Returns how many rows lines of these widths take on a terminal: those drawn
/// before it was made narrower take several.
size_t rows_taken(const std::vector<size_t>& widths, size_t width);

} // namespace schema_change
