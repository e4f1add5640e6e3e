/// Parts of a block on a terminal that are more than words. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/snapshot.hpp"

namespace statusctl {

/// Where something is drawn.
struct area {
  size_t width = 80;
  size_t height = 24;
  cli::look how;
};

/// Returns the share of what is done, 0 while nobody knows of how much.
double share_of(uint64_t done, uint64_t expected);

/// Draws which states have been, which one is now, and which usually come. What
/// was done first is left out first where all is too wide.
cli::line timeline(const status::snapshot& x, const area& on);

/// Draws a bar per table, in `room` lines at most, those that are done last.
/// One table alone needs none.
std::vector<cli::line> table_bars(const status::progress& x, size_t room,
                                  const area& on);

/// Returns a line of blocks, the highest one for the highest rate; nothing
/// without UTF-8.
std::string sparkline(const std::vector<uint64_t>& rates, const cli::look& how);

} // namespace statusctl
