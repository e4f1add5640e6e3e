/// Runs a job's blocking callbacks, each kind on a thread of its own.
#pragma once

#include <caf/error.hpp>

#include <memory>

#include "status/actors.hpp"
#include "status/actors/task.hpp"

namespace status {

/// Returns the exception in flight as an error: a `failure` as itself, any
/// other as `code` with its text.
caf::error current_error(ec code);

/// Spawns a task that calls the callbacks itself, on its own thread.
task_actor spawn_job_worker(caf::actor_system& sys,
                            std::shared_ptr<const job_callbacks> job,
                            const state_holder_actor& holder);

} // namespace status
