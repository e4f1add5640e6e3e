/// The protocol: every actor's interface. Read this page and you know the
/// system. The messages are in `messages/`, the type ids in `types.hpp` there.
///
/// Errors are `status::ec` unless said otherwise. A handler is idempotent
/// unless said otherwise.
#pragma once

#include "status/messages/checkpoint.hpp"
#include "status/messages/error.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/run.hpp"
#include "status/messages/snapshot.hpp"
#include "status/messages/state.hpp"
#include "status/messages/steering.hpp"
#include "status/messages/types.hpp"
#include "status/messages/watch.hpp"
#include "status/shim.hpp"

namespace status {

/// What a job must implement. Handlers return promptly: long work belongs to
/// workers, or progress and cancel queue behind it. `spawn_task` makes one of
/// plain blocking callbacks.
using task_actor = shim::typed_actor<
  // Returns a snapshot of the job's progress; has no side effect.
  caf::result<progress>(atom::progress),
  // Returns the status report: empty (nothing is logged), a line or several.
  caf::result<std::string>(atom::report),
  // Answers once the checkpoint is durable. Fails with
  // `ec::watermark_not_ready` (retried), `ec::cancelled` (a quiet end),
  // `ec::fenced` (a newer run owns the store) or any other error (the job is
  // cancelled). An attempt older than the newest stored one must not be stored.
  caf::result<checkpoint>(atom::dump, attempt),
  // Ends the job soon; the first cause wins. Never refused.
  caf::result<void>(atom::cancel, caf::error),
  // Obeys what operators want, and stores it with the checkpoint. Answers it
  // once it is durable. An error means that it would not survive a restart; it
  // is obeyed all the same.
  caf::result<steering>(atom::steer, steering)>;

/// Decides whether a run fails: the state holder, or a watcher before it.
using judge_actor = shim::typed_actor<
  // Asks to enter `errCleanup`. Answers who came first. Fails with
  // `ec::past_cut_over` once the cut-over is granted.
  caf::result<verdict>(atom::fail, caf::error)>;

/// The one actor that knows the job's state; every decision about it is made
/// in this mailbox.
using state_holder_actor = judge_actor::extend_with<shim::typed_actor<
  // Asks to enter a state; the cut-over, too, is a request. Answers once the
  // state is entered. Fails with `ec::illegal_transition`, which wraps the
  // first cause if the run has failed, or with `ec::held` while an operator
  // holds the cut-over: ask again.
  caf::result<snapshot>(atom::advance, state),
  // Returns the whole state at this moment; never fails.
  caf::result<snapshot>(atom::get),
  // Registers a subscriber: its first event is the snapshot's sequence + 1. A
  // second subscribe gives a fresh snapshot and no second copy of events. Fails
  // with `ec::bad_argument` for an invalid handle.
  caf::result<snapshot>(atom::subscribe, subscriber_actor),
  // The same for one that comes back: answers what it missed, or a reset.
  caf::result<catch_up>(atom::subscribe, subscriber_actor, stream_position),
  // Forgets a subscriber. An event that is under way still arrives.
  caf::result<void>(atom::leave, subscriber_actor),
  // Keeps an attempt in the history. Not idempotent. Fails with `ec::fenced`
  // for an attempt of another epoch.
  caf::result<void>(atom::record, attempt_record),
  // Returns the last attempts, oldest first; never fails.
  caf::result<attempt_history>(atom::history),
  // Takes an operator's word; answers all that is wanted now. Once `hold` is
  // answered the cut-over does not come before a `release`. Fails with
  // `ec::past_cut_over` once it is granted.
  caf::result<steering>(atom::steer, steering_order),
  // Says what an earlier run has stored, once, when a run begins. What was said
  // since comes on top; answers all that is wanted.
  caf::result<steering>(atom::restore, steering)>>;

/// Owns a job's status logger and checkpoint dumper, supervises all parts. It
/// lives until it is stopped or aborted, or the task or the holder has ended.
using watcher_actor = shim::typed_actor<
  // Answers once both loops are done, and why.
  caf::result<watch_result>(atom::wait),
  // Ends the watch in order: no new tick, the attempt in flight is awaited (its
  // timeout at most), then perhaps a final one. Never cancels the task. After
  // the answer the task gets no message from this watcher ever again.
  caf::result<watch_result>(atom::stop, stop_order),
  // Ends the watch at once; late results are ignored.
  caf::result<watch_result>(atom::abort),
  // Cancels the job: the holder decides, the task is told once. Answers whose
  // cause it is. Fails with `ec::past_cut_over`, or with `ec::holder_down` when
  // nobody can decide.
  caf::result<verdict>(atom::cancel, caf::error),
  // Writes a checkpoint now, after the one in flight. Fails as the attempt
  // does, with `ec::expired` while an expired one may still write, or with
  // `ec::past_cut_over` when the loop is over.
  caf::result<attempt_record>(atom::save),
  // Takes an operator's word: the holder decides, the task obeys and stores it.
  // The task answers itself, once it is durable; its error means that the word
  // is in force, but would not survive a restart. Fails with
  // `ec::past_cut_over` once the cut-over is granted.
  caf::result<steering>(atom::steer, steering_order),
  // Asked of the task, which answers itself.
  caf::result<progress>(atom::progress),
  // Asked of the holder, which answers itself.
  caf::result<snapshot>(atom::get), caf::result<attempt_history>(atom::history),
  caf::result<snapshot>(atom::subscribe, subscriber_actor),
  caf::result<catch_up>(atom::subscribe, subscriber_actor, stream_position),
  caf::result<void>(atom::leave, subscriber_actor)>;

/// Keeps a job going: a state holder, a task and a watcher per run.
using supervisor_actor = shim::typed_actor<
  // Answers once the job has ended for good.
  caf::result<run_result>(atom::wait),
  // Ends the job in order: a final checkpoint if ordered, then cancel. Answers
  // once it has ended; past the cut-over that is when it has closed.
  caf::result<run_result>(atom::stop, stop_order),
  // Cancels the job, also in the pause before a restart. Answers whose cause it
  // is. Fails with `ec::past_cut_over`.
  caf::result<verdict>(atom::cancel, caf::error),
  // Registers with the state holder of this run and of all that follow; between
  // two runs the epoch goes up.
  caf::result<snapshot>(atom::subscribe, subscriber_actor),
  caf::result<void>(atom::leave, subscriber_actor),
  // See `watcher_actor`. Between two runs it is in force from the next one on.
  caf::result<steering>(atom::steer, steering_order),
  // Asked of the current run's parts, see `watcher_actor`. Fail with
  // `ec::unavailable` between two runs.
  caf::result<attempt_record>(atom::save),
  caf::result<progress>(atom::progress),
  // Asked of the state holder; between two runs of the last one's.
  caf::result<snapshot>(atom::get),
  caf::result<attempt_history>(atom::history)>;

} // namespace status
