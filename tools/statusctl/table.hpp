/// Tasks as a table, a line per task. Pure.
#pragma once

#include <vector>

#include "cli/text.hpp"
#include "statusctl/sight.hpp"

namespace statusctl {

/// Lays out a header and a line per task. Nothing is cut.
std::vector<cli::line> task_table(const std::vector<sight>& tasks);

/// All that is known of a task, several lines.
std::vector<cli::line> task_details(const sight& x);

/// What a task says of its progress, several lines.
std::vector<cli::line> progress_details(const status::progress& x);

/// The last attempts to save a checkpoint, and their sums.
std::vector<cli::line> history_table(const status::attempt_history& x);

} // namespace statusctl
