/// The live block on a terminal, as text. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "schema_change/view.hpp"

namespace schema_change {

/// Lays the block out, a text per line, none wider than `width` columns.
std::vector<std::string> render(const view& what, size_t width,
                                const cli::look& how);

} // namespace schema_change
