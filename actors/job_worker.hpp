/// Runs a job's blocking callbacks, each kind on a thread of its own.
#pragma once

#include <caf/error.hpp>

#include <memory>
#include <string>

#include "status/actors.hpp"
#include "status/actors/task.hpp"

namespace status {

/// Answers what a task is asked by calling the callbacks itself.
using job_worker_actor
  = shim::typed_actor<caf::result<progress>(atom::progress),
                      caf::result<std::string>(atom::report),
                      caf::result<checkpoint>(atom::dump, attempt),
                      caf::result<steering>(atom::steer, steering)>;

/// Returns the exception in flight as an error: a `failure` as itself, any
/// other as `code` with its text.
caf::error current_error(ec code);

/// Spawns a worker with a thread of its own.
job_worker_actor spawn_job_worker(caf::actor_system& sys,
                                  std::shared_ptr<const job_callbacks> job,
                                  const state_holder& holder);

} // namespace status
