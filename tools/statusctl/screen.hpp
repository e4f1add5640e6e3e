/// A watch as a block on a terminal. Pure.
#pragma once

#include <string>
#include <vector>

#include "statusctl/bars.hpp"
#include "statusctl/following.hpp"

namespace statusctl {

/// Draws one task: a text per line, none wider than the area.
std::vector<std::string> draw_task(const sight& x, const area& on);

/// Draws many tasks, those that need somebody first; in as many lines as the
/// area has.
std::vector<std::string> draw_tasks(std::vector<sight> all,
                                    const status::net::link_status& line,
                                    caf::timestamp now, const area& on);

} // namespace statusctl
