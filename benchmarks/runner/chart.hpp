/// How costs grow, as a picture.
#pragma once

#include <string>

#include "runner/results.hpp"

namespace benchmark {

/// The slope of a line through the logarithms of both: 1 for what grows as its
/// number does. 0 with fewer than two points.
double slope(const std::vector<std::pair<double, double>>& values);

/// An SVG: for memory, start, and tick a panel with everybody's cost per task
/// over the number of tasks, both as logarithms.
std::string chart(const results& all);

} // namespace benchmark
