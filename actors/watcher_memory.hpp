/// The watcher's inside, DESIGN §4 to §6: owns both loops, supervises all
/// parts, and is the only one that cancels the task.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/checkpoint_dumper.hpp"
#include "actors/metrics.hpp"
#include "actors/status_logger.hpp"
#include "status/actors/watcher.hpp"

namespace status::watching {

// The watcher as its loops and the holder see it.
using inner_actor
  = shim::extend<watcher_actor, caf::result<verdict>(atom::fail, caf::error),
                 caf::result<void>(atom::done, watch_result),
                 caf::result<void>(transition)>;

using result_promise = caf::typed_response_promise<watch_result>;
using verdict_promise = caf::typed_response_promise<verdict>;
using steering_promise = caf::typed_response_promise<steering>;
using save_promise = caf::typed_response_promise<attempt_record>;

enum loop_index : size_t { logger_loop, dumper_loop, loop_count };

struct loop_slot {
  loop_actor actor;
  bool done = false;
  std::deque<caf::actor_clock::time_point> crashes;
};

struct memory {
  static constexpr const char* name = "status.watcher";

  memory(inner_actor::pointer self, task_actor task, state_holder_actor holder,
         watch_options options);

  // -- the parts, in watcher.cpp -----------------------------------------------

  void begin();
  void start(loop_index i);
  logger_setup logger_parts() const;
  dumper_setup dumper_parts() const;
  inner_actor me() const;
  inner_actor::behavior_type make_behavior();

  // -- ends, in watcher_ends.cpp -------------------------------------------------

  /// Answers once the watch has ended; says how unless it has ended already.
  result_promise leave(watch_end how);
  void abort_loops();
  void end_loop(const watch_result& x);
  void overrule(watch_end how, const caf::error& cause);
  void settle();
  void say(log_level level, std::string text) const;

  // -- deaths, in watcher_deaths.cpp ---------------------------------------------

  void lose_task(const caf::error& reason);
  void lose_holder(const caf::error& cause);
  void lose_loop(loop_index i, const caf::error& reason);

  // -- cancel, in watcher_cancel.cpp ---------------------------------------------

  using on_verdict = std::function<void(const caf::expected<verdict>&)>;

  /// Has the holder decide. The first cause, and only that, reaches the task.
  void ask_to_fail(watch_end how, const caf::error& cause, on_verdict then);
  verdict_promise fail(watch_end how, const caf::error& cause);
  verdict_promise cancel(caf::error cause);
  void cancel_task(const caf::error& cause);
  steering_promise steer(const steering_order& word);

  // -- save, in watcher_cancel.cpp -----------------------------------------------

  caf::result<attempt_record> save();
  caf::error no_more_saves() const;
  void refuse_savers(const caf::error& why);

  inner_actor::pointer self;
  inner_actor alive; // itself: when its loops are over, nobody else may hold it
  task_actor task;
  state_holder_actor holder;
  watch_options options;
  metrics_actor metrics; // without a sink invalid, which hears nothing
  std::array<loop_slot, loop_count> loops;
  std::shared_ptr<dumper::record> record; // the living dumper's
  state now = state::initial;
  watch_result result;
  bool overruled = false; // whatever the loops say later
  bool leaving = false;   // quits once the loops are done
  size_t questions = 0;   // that the holder has not answered yet
  bool holder_lost = false;
  bool told = false; // the task, that it is cancelled
  std::vector<result_promise> waiting;
  std::vector<result_promise> stopping;
  uint64_t last_saver = 0;
  std::map<uint64_t, save_promise> savers;
};

// A holder that takes longer has died for all we know.
constexpr caf::timespan patience = std::chrono::seconds{10};

} // namespace status::watching
