// Many scenarios within a given time, and what is said of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "explore/explorer.hpp"

namespace status::explore {

struct campaign_options {
  size_t workers = 1;
  std::chrono::seconds time{270}; // for all of it
  std::string only;               // variants whose name contains this
  bool reduce = true;
  bool tell_ends = false;
  uint64_t seed = 1; // of the first random walk
};

/// What came of one variant.
struct findings {
  variant what;
  search_result ordered;
  search_result random;
};

/// Explores all variants, and prints what came of it. All get the same time,
/// and what the small ones do not need goes to the others. Those that are not
/// done when most of the time is over get random walks besides, and so do those
/// that are too large for anything else.
/// @returns whether nothing is broken.
bool run_campaign(const campaign_options& options);

/// Prints what was found of each variant, of each scenario, and of all.
/// @returns whether nothing is broken.
bool print_findings(const std::vector<findings>& all,
                    const campaign_options& options,
                    std::chrono::steady_clock::duration took);

/// Prints a schedule, step by step.
void print_schedule(const variant& what, const choices& way);

} // namespace status::explore
