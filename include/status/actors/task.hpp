/// The adapter from plain blocking callbacks to a well-behaved task.
#pragma once

#include <caf/expected.hpp>
#include <caf/timespan.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "status/actors.hpp"
#include "status/actors/state_holder.hpp"

namespace status {

/// Thrown by a job's code to say which error it is. Any other exception becomes
/// an error that keeps its text.
class failure : public std::runtime_error {
public:
  explicit failure(caf::error why)
    : std::runtime_error(to_text(why)), why_(std::move(why)) {
    // nop
  }

  failure(ec code, const std::string& text) : failure(make_error(code, text)) {
    // nop
  }

  const caf::error& why() const noexcept {
    return why_;
  }

private:
  caf::error why_;
};

/// What a job's body sees of the world around it. Any thread may use it, as
/// long as the body runs.
class job_control {
public:
  struct shared;

  explicit job_control(std::shared_ptr<shared> with);

  /// Returns the job's state at the cost of an atomic load.
  state current() const noexcept;

  /// Asks the state holder to enter a state and blocks for the answer. Throws
  /// `failure` if it is refused: then the state is not entered, and the job has
  /// to end. Without an answer within 30 s, too: then nobody knows. With
  /// `ec::held` it may be asked for again, once `wanted` says so no more.
  void advance(state to);

  /// Returns a snapshot of the state holder. Throws `failure` if it is gone.
  snapshot look() const;

  bool cancelled() const noexcept;

  /// What operators want. A body that can pause looks at `paused`; one that
  /// asks for the cut-over waits while it is `held`.
  steering wanted() const;

  /// Tells the state holder what an earlier run has stored, once, at the start.
  /// Returns what is wanted now; another version has to be stored again. Throws
  /// `failure` if the holder is gone.
  steering restore(const steering& stored);

  /// Why the job was cancelled; empty if it was not.
  caf::error cause() const;

  /// Pauses the calling thread, by the real clock. Returns false as soon as the
  /// job is cancelled.
  bool wait_for(caf::timespan duration) const;

private:
  std::shared_ptr<shared> with_;
};

/// A job as plain blocking functions. Each runs on a thread of its own, off the
/// scheduler, so a hung one never holds up another; the same one is never
/// called twice at once. An exception becomes a typed error that keeps its
/// text. Missing functions have a sensible default.
struct job_callbacks {
  /// The job itself. When it returns, the task's actor ends; when it throws,
  /// the run has failed with that error first. Without it the owner ends the
  /// actor.
  std::function<void(job_control&)> run;
  /// Takes the progress. Has no side effect. By default the state is all that
  /// is known.
  std::function<status::progress()> progress;
  /// Makes the report. By default the usual one of a migration out of
  /// `progress`, see `migration_report`; without that, none.
  std::function<std::string()> report;
  /// Writes a checkpoint; returns once it is durable. By default there is never
  /// one to write.
  std::function<caf::expected<checkpoint>(const attempt&)> dump;
  /// Stores what operators want with the checkpoint; returns once it is
  /// durable. Never while a dump runs. The body sees it at once, in any case.
  /// By default it does not survive a restart of the process.
  std::function<void(const steering&)> steer;
  /// Ends the job soon; called once, perhaps while the body returns, so what it
  /// touches must outlive the body. A body that looks at `cancelled` needs
  /// none.
  std::function<void(const caf::error&)> cancel;
};

/// Spawns the task of a job. Fails on no account; what the functions do wrong
/// is answered to whoever asked. The actor ends with its body, and not before a
/// dump that still runs: then nothing of the job writes any more. Killing the
/// actor only cancels the body, which may outlive it, as may functions that
/// hang; the actor system's destructor waits for them.
task_actor spawn_task(caf::actor_system& sys, const state_holder& holder,
                      job_callbacks job);

} // namespace status
