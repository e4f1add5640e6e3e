/// The supervisor's inside, DESIGN §6: a state holder, a task and a watcher per
/// run, and what becomes of a run that has ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/restart_policy.hpp"
#include "actors/subscribers.hpp"
#include "status/actors/supervisor.hpp"
#include "status/messages/log.hpp"

namespace status::supervising {

using inner_actor
  = shim::extend<supervisor_actor, caf::result<void>(atom::tick)>;

using result_promise = caf::typed_response_promise<run_result>;
using verdict_promise = caf::typed_response_promise<verdict>;

struct memory {
  static constexpr const char* name = "status.supervisor";

  memory(inner_actor::pointer self, task_factory factory,
         supervise_options options);

  ~memory();

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  inner_actor::behavior_type make_behavior();

  // -- a run, in supervisor_runs.cpp ---------------------------------------------

  void start();
  void part_ended();
  void lose_watcher(const caf::error& reason);

  /// Has the task cancelled if this actor dies before the verdict: the watch
  /// may have ended by then.
  void guard();

  /// Fails the run and cancels its task, unless the cut-over came first.
  void condemn(const caf::error& cause);
  void cancel_task(const caf::error& cause);

  // -- what follows a run, in supervisor_ends.cpp ----------------------------------

  void end_run();
  void end_run_with(const caf::error& cause);
  void judge();
  void restart_in(caf::timespan pause, const caf::error& cause);
  void give_up(const caf::error& cause);
  void finish(run_outcome how, caf::error cause);
  void answer();
  void warn(std::string text, std::vector<log_field> fields = {}) const;

  // -- from outside, in supervisor.cpp ---------------------------------------------

  result_promise wait();
  caf::result<verdict> cancel(caf::error cause);
  void stop(const stop_order& order);
  caf::result<steering> steer(const steering_order& word);
  caf::error between_runs() const;
  void down(const caf::actor_addr& who, const caf::error& why);

  inner_actor::pointer self;
  inner_actor alive; // itself while the job lasts, whoever else holds it
  task_factory factory;
  supervise_options options;
  restart_policy policy;
  uint64_t epoch;
  state_holder_actor holder;      // of this run, or of the last one
  std::optional<state_view> seen; // its state, even when it is gone
  task_actor task;                // invalid between two runs
  watcher_actor watcher;          // invalid between two runs
  int living = 0;                 // of task and watcher
  bool pausing = false;           // before a restart
  bool ended = false;
  bool guarded = false;
  bool told = false;    // the task, that it is cancelled
  size_t questions = 0; // of those who cancel, not answered by the holder yet
  caf::error unwanted;  // why the job is not to be started again
  attempt_record last_saved;
  steering wanted; // of the runs before
  run_result result{run_outcome::succeeded, {}, 0, {}};
  std::vector<result_promise> waiting;
  subscriber_list subscribers;
};

// A part that takes longer has died for all we know.
constexpr caf::timespan patience = std::chrono::seconds{10};

} // namespace status::supervising
