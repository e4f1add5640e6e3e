// A task that does what a scenario says, and notes what it is told.
#pragma once

#include <caf/expected.hpp>

#include <memory>
#include <optional>
#include <vector>

#include "explore/world.hpp"
#include "status/actors.hpp"

namespace status::explore {

/// What a task does about dumps, and what it saw.
struct task_script {
  /// The answer to each dump; nothing means when a sender says so.
  std::optional<caf::expected<checkpoint>> dump;

  size_t dumps = 0;
  size_t dumps_answered = 0;
  uint64_t last_id = 0;
  bool id_repeated = false;
  std::vector<caf::error> cancels;
  std::vector<steering> words; // of operators
  bool ends_when_cancelled = false;
  bool ended = false;
  bool stop_seen = false;      // was told that the watch has stopped
  size_t asked_after_stop = 0; // dumps and reports
  size_t cancels_after_stop = 0;

  bool has_open_dump() const {
    return dumps > dumps_answered;
  }
};

using task_script_ptr = std::shared_ptr<task_script>;

/// A task that scenarios talk to.
using scripted_task_actor
  = shim::extend<task_actor,
                 // Answers the oldest open dump.
                 caf::result<void>(atom::dump, checkpoint, caf::error),
                 // The watch has stopped: nothing may come from it any more.
                 caf::result<void>(atom::stop)>;

scripted_task_actor spawn_scripted_task(world& in, task_script_ptr script);

} // namespace status::explore
