/// What is counted. Each is counted in a process of its own, so that what one
/// leaves on the heap is not met by the next.
#pragma once

#include <vector>

#include "world.hpp"

namespace counts {

struct operation {
  const char* name;
  void (*run)(world&);
};

std::vector<operation> of_holders();
std::vector<operation> of_watchers();
std::vector<operation> of_groups();

} // namespace counts
