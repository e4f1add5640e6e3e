/// The watcher's inside, DESIGN §4 to §6: owns both loops, supervises all
/// parts, and is the only one that cancels a task. It watches any number of
/// jobs; one by itself is the simplest case.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/checkpoint_dumper.hpp"
#include "actors/metrics.hpp"
#include "actors/status_logger.hpp"
#include "status/actors/watch_group.hpp"

namespace status::watching {

// The watcher as its loops, the holders and itself see it, over what users see:
// the watcher of one job, or of a group.
using inner_actor
  = shim::extend<watcher_actor::extend_with<watch_group_actor>,
                 caf::result<void>(loop_ends),
                 caf::result<verdict>(atom::fail, uint64_t, caf::error),
                 caf::result<void>(transition), caf::result<void>(atom::flush),
                 caf::result<void>(atom::tick, int64_t)>;

using result_promise = caf::typed_response_promise<watch_result>;
using verdict_promise = caf::typed_response_promise<verdict>;
using steering_promise = caf::typed_response_promise<steering>;
using save_promise = caf::typed_response_promise<attempt_record>;

enum loop_index : size_t { logger_loop, dumper_loop, loop_count };

struct loop_slot {
  loop_actor actor;
  loop_orders orders; // not sent yet
  std::deque<caf::actor_clock::time_point> crashes;
};

/// Somebody who waits for a checkpoint.
struct saver {
  save_promise promise;
  shim::question asked{}; // of the dumper
};

/// What is known of one job.
struct job {
  uint64_t key = 0;
  task_actor task;
  state_holder_actor holder;
  caf::strong_actor_ptr speaker; // who answered for the holder, and tells the
                                 // transitions; null: itself
  metrics_actor metrics;         // without a sink invalid, which hears nothing
  caf::timespan origin{};
  state now = state::initial;
  bool task_lost = false;
  bool asked = false; // the holder, for the state
  uint64_t epoch = 0;
  uint64_t last_attempt = 0;
  bool begun = false; // the holder has answered
  std::array<bool, loop_count> done{};
  bool overruled = false; // whatever the loops say later
  bool leaving = false;   // forgotten once the loops are done
  bool awaited = false;   // by the dumper, for late answers
  bool holder_lost = false;
  bool told = false;    // the task, that it is cancelled
  size_t questions = 0; // that the holder has not answered yet

  // What most jobs have only at their end.
  struct last_words {
    watch_result result;
    std::vector<result_promise> waiting;
    std::vector<result_promise> stopping;
    std::map<uint64_t, saver> savers;
  };

  std::unique_ptr<last_words> rest;

  last_words& end() {
    if (rest == nullptr)
      rest = std::make_unique<last_words>();
    return *rest;
  }

  bool over() const {
    return done[logger_loop] && done[dumper_loop];
  }
};

/// A question that its holder has not answered yet.
struct open_question {
  shim::question id{};
  agenda::place due;
  std::function<void()> give_up;
};

struct memory {
  static constexpr const char* name = "status.watcher";
  static constexpr bool wakes_many = true;

  /// @param options that have been resolved.
  memory(inner_actor::pointer self, watch_options options, bool group);

  // -- the parts, in watcher.cpp -----------------------------------------------

  void begin();
  void start(loop_index i);
  inner_actor me() const;
  inner_actor::behavior_type make_behavior();
  template <class T, class... Ts>
  caf::result<T> pass_on(Ts... xs);

  // -- questions, in watcher_questions.hpp and watcher_jobs.cpp ------------------

  /// Asks a job's holder; `then` gets a `caf::expected<T>`, an error if the
  /// answer does not come in time.
  template <class T, class Then, class... Ts>
  void ask_holder(const job& x, Then then, Ts&&... xs);
  void give_up(uint64_t number);
  agenda::place* find(const agenda::item& x);

  // -- the jobs, in watcher_jobs.cpp ---------------------------------------------

  caf::error add(const task_actor& task, const state_holder_actor& holder);
  void join(const job& x, loop_index i);
  void subscribe(job& x);
  void subscribe_next();
  void down(const caf::actor_addr& who, const caf::error& why);
  void learn(job& x, const snapshot& now);
  static loop_order beginning(const job& x);
  void move(const transition& event);
  void move(job& x, state to);
  /// Returns null for one that is not watched.
  job* find(const task_actor& task);
  job* find(uint64_t key);
  /// The only one of a watcher that is no group.
  job* only();
  void forget(job& x);
  /// Has a loop hear of something, in order, together with what else there is.
  void order(loop_index i, loop_order what);
  void order_both(const loop_order& what);
  void flush();
  void send_orders(loop_slot& loop);

  // -- ends, in watcher_ends.cpp -------------------------------------------------

  static caf::error not_watched();
  caf::result<watch_result> wait(job* x);
  caf::result<watch_result> stop(job* x, const stop_order& how);
  caf::result<watch_result> abort(job* x);
  /// Answers once the watch has ended; says how unless it has ended already.
  result_promise leave(job& x, watch_end how);
  void abort_loops(job& x);
  void end_loop(const loop_ends& ends);
  void overrule(job& x, watch_end how, const caf::error& cause);
  /// May forget the job: nobody uses it after this.
  void settle(job& x);
  void say(log_level level, std::string text) const;

  // -- deaths, in watcher_deaths.cpp ---------------------------------------------

  void lose_task(job& x, const caf::error& reason);
  void lose_holder(job& x, const caf::error& cause);
  void lose_loop(loop_index i, const caf::error& reason);
  void lose_loop(job& x, loop_index i, const caf::error& cause);
  void join_again(const job& x, loop_index i);
  void close_record(job& x);
  void forget_records();

  // -- cancel, in watcher_cancel.cpp ---------------------------------------------

  using on_verdict = std::function<void(job&, const caf::expected<verdict>&)>;

  /// Has the holder decide. The first cause, and only that, reaches the task.
  void ask_to_fail(job& x, watch_end how, const caf::error& cause,
                   on_verdict then);
  verdict_promise fail(job& x, watch_end how, const caf::error& cause);
  caf::result<verdict> cancel(job* x, caf::error cause);
  void cancel_task(job& x, const caf::error& cause);
  caf::result<steering> steer(job* x, const steering_order& word);

  // -- save, in watcher_cancel.cpp -----------------------------------------------

  caf::result<attempt_record> save(job* x);
  static caf::error no_more_saves(job& x);
  void refuse_savers(job& x, const caf::error& why);

  inner_actor::pointer self;
  inner_actor alive; // itself: when its loops are over, nobody else may hold it
  watch_options options;
  bool group; // else it ends with its only job
  std::array<loop_slot, loop_count> loops;
  std::shared_ptr<dumper_book> book = std::make_shared<dumper_book>();
  size_t subscribing = 0;
  std::deque<uint64_t> to_subscribe;
  bool flushing = false;
  uint64_t last_key = 0;
  std::unordered_map<uint64_t, job> jobs;
  std::unordered_map<const void*, uint64_t> by_task;
  std::unordered_multimap<const void*, uint64_t> by_holder;
  std::unordered_multimap<const void*, uint64_t> by_speaker; // if it is another
  shim::observer_ptr here;
  agenda plan; // until when holders may be silent
  uint64_t last_question = 0;
  size_t answered = 0; // questions, since the last sweep
  std::unordered_map<uint64_t, open_question> questions;
  uint64_t last_saver = 0;
  size_t forgotten = 0; // jobs, since the last sweep
};

// A holder that takes longer has died for all we know.
constexpr caf::timespan patience = std::chrono::seconds{10};

} // namespace status::watching
