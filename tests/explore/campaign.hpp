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

/// Explores all variants, and prints what came of it. One that has more
/// schedules than its share of the time allows gets the second half of its
/// share in random walks.
/// @returns whether nothing is broken.
bool run_campaign(const campaign_options& options);

/// Random walks only.
search_result wander_about(const variant& what, uint64_t seed,
                           const search_options& options);

/// Prints a schedule, step by step.
void print_schedule(const variant& what, const choices& way);

} // namespace status::explore
