// A watch in a group that looks like one by itself, so that the same suites
// hold for both.
#pragma once

#include "status/actors/watch_group.hpp"

namespace status::test {

/// Whether the watches of the fixtures are to be in groups: the variable
/// WATCH_IN_GROUP is set.
bool in_groups();

/// Like `watch`, by a group of its own. What it returns ends with the watch.
caf::expected<watcher_actor> watch_in_group(caf::actor_system& sys,
                                            const task_actor& task,
                                            const state_holder_actor& holder,
                                            watch_options options);

} // namespace status::test
