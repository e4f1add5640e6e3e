#include "status/actors/watcher.hpp"

#include <fmt/format.h>

#include <array>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "actors/checkpoint_dumper.hpp"
#include "actors/metrics.hpp"
#include "actors/status_logger.hpp"
#include "actors/watch_options.hpp"

namespace status {

namespace {

using std::chrono::seconds;

// A holder that takes longer has died for all we know.
constexpr caf::timespan patience = seconds{10};

// A loop that crashes more often will not heal.
constexpr size_t max_restarts = 3;
constexpr caf::timespan restart_period = seconds{60};

// The watcher as its loops and the holder see it.
using inner_actor = shim::extend<
  watcher_actor, caf::result<verdict>(atom::fail, caf::error),
  caf::result<void>(atom::done, watch_result), caf::result<void>(transition)>;

using result_promise = caf::typed_response_promise<watch_result>;
using verdict_promise = caf::typed_response_promise<verdict>;

enum loop_index : size_t { logger_loop, dumper_loop, loop_count };

struct loop_slot {
  loop_actor actor;
  bool done = false;
  std::deque<caf::actor_clock::time_point> crashes;
};

struct memory {
  static constexpr const char* name = "status.watcher";

  memory(inner_actor::pointer self, task_actor task, state_holder_actor holder,
         watch_options options)
    : self(self),
      task(std::move(task)),
      holder(std::move(holder)),
      options(std::move(options)) {
    shim::harden(self);
    handover->origin = self->clock().now();
  }

  // -- the parts ---------------------------------------------------------------

  void begin() {
    if (options.metrics != nullptr)
      metrics = spawn_metrics(self->system(), options.metrics, task, holder,
                              options.status_interval, options.log);
    for (auto i : {logger_loop, dumper_loop})
      start(i);
    shim::monitor(self, task, [this](const caf::error& x) { lose_task(x); });
    shim::monitor(self, holder, [this](const caf::error& x) {
      lose_holder(wrap(ec::holder_down, "the state holder ended", x));
    });
    shim::mail(self, atom::subscribe_v, subscriber_actor{me()})
      .request(holder, patience)
      .then([this](const snapshot& x) { now = x.current; },
            [](const caf::error&) {
              // The loops find out, too, and end with the cause.
            });
  }

  void start(loop_index i) {
    auto& sys = self->system();
    auto& slot = loops[i];
    slot.actor = i == logger_loop ? spawn_status_logger(sys, logger_parts())
                                  : spawn_checkpoint_dumper(sys, dumper_parts());
    shim::monitor(self, slot.actor,
                  [this, i](const caf::error& x) { lose_loop(i, x); });
  }

  logger_setup logger_parts() const {
    return {task,
            holder,
            me(),
            options.status_interval,
            options.status_timeout,
            handover->origin,
            options.log};
  }

  dumper_setup dumper_parts() const {
    dumper_setup result;
    result.task = task;
    result.holder = holder;
    result.judge = me();
    result.owner = me();
    result.recorders.emplace_back(holder);
    if (metrics)
      result.recorders.emplace_back(metrics);
    result.options = {options.checkpoint_interval,
                      options.checkpoint_timeout,
                      options.first_checkpoint,
                      options.min_checkpoint_pause,
                      options.tolerated_failures,
                      options.stale_after,
                      options.cancel_when_stale,
                      options.store_fences};
    result.log = options.log;
    result.handover = handover;
    return result;
  }

  inner_actor me() const {
    return caf::actor_cast<inner_actor>(self);
  }

  // -- ends --------------------------------------------------------------------

  bool loops_done() const {
    return loops[logger_loop].done && loops[dumper_loop].done;
  }

  void end_loop(const watch_result& x) {
    auto sender = self->current_sender();
    for (auto i : {logger_loop, dumper_loop})
      if (loops[i].actor == sender)
        loops[i].done = true;
    if (loops[dumper_loop].actor == sender) {
      result.last = x.last;
      result.skipped_ticks = x.skipped_ticks;
      if (!overruled) {
        result.end = x.end;
        result.cause = x.cause;
      }
    }
    if (x.end == watch_end::holder_down)
      lose_holder(x.cause);
    settle();
  }

  /// Says how the watch ends, whatever the loops say later.
  void overrule(watch_end how, caf::error cause = {}) {
    if (std::exchange(overruled, true))
      return;
    result.end = how;
    result.cause = std::move(cause);
  }

  void settle() {
    if (!loops_done())
      return;
    for (auto& promise : std::exchange(waiting, {}))
      promise.deliver(result);
    if (!leaving || holder_is_asked)
      return;
    for (auto& promise : std::exchange(stopping, {}))
      promise.deliver(result);
    if (metrics)
      shim::anon_mail(atom::stop_v).send(metrics);
    self->quit();
  }

  void abort_loops() {
    leaving = true;
    for (const auto& loop : loops)
      if (!loop.done)
        shim::anon_mail(atom::abort_v).urgent().send(loop.actor);
  }

  result_promise leave(watch_end how) {
    if (!loops_done())
      overrule(how);
    leaving = true;
    auto promise = self->make_response_promise<result_promise>();
    stopping.emplace_back(promise);
    return promise;
  }

  // -- deaths ------------------------------------------------------------------

  void lose_task(const caf::error& reason) {
    auto cause = wrap(ec::task_down, "the task ended", reason);
    if (!terminal(now)) {
      say(log_level::error, to_text(cause));
      overrule(watch_end::task_down, cause);
    }
    holder_is_asked = true;
    shim::mail(self, atom::fail_v, std::move(cause))
      .request(holder, patience)
      .then([this](const verdict&) { holder_answered(); },
            [this](const caf::error&) {
              holder_answered(); // past the cut-over a death undoes nothing
            });
    abort_loops();
    settle();
  }

  void holder_answered() {
    holder_is_asked = false;
    settle();
  }

  void lose_holder(const caf::error& cause) {
    if (std::exchange(holder_lost, true))
      return;
    if (!past_cut_over(now)) {
      say(log_level::error, to_text(cause));
      overrule(watch_end::holder_down, cause);
      if (options.cancel_when_holder_dies)
        cancel_task(cause);
    }
    abort_loops();
    settle();
  }

  void lose_loop(loop_index i, const caf::error& reason) {
    auto& slot = loops[i];
    if (slot.done)
      return;
    auto time = self->clock().now();
    while (!slot.crashes.empty()
           && slot.crashes.front() + restart_period <= time)
      slot.crashes.pop_front();
    const auto* loop = i == logger_loop ? "status logger" : "checkpoint dumper";
    if (!leaving && slot.crashes.size() < max_restarts) {
      slot.crashes.emplace_back(time);
      say(log_level::warning, fmt::format("the {} is restarted: {}", loop,
                                          to_text(reason)));
      return start(i);
    }
    slot.done = true;
    if (!leaving)
      condemn(wrap(ec::could_not_write_checkpoint,
                   fmt::format("the {} keeps crashing", loop), reason));
    settle();
  }

  /// Fails a run that cannot be watched any more.
  void condemn(const caf::error& cause) {
    say(log_level::error, to_text(cause));
    overrule(watch_end::failed, cause);
    ask_to_fail(
      cause, [](const verdict&) {}, [](const caf::error&) {});
  }

  // -- cancel ------------------------------------------------------------------

  void cancel_task(const caf::error& cause) {
    shim::anon_mail(atom::cancel_v, cause).urgent().send(task);
  }

  /// Has the holder decide; the first cause, and only that, reaches the task.
  template <class OnVerdict, class OnRefusal>
  void ask_to_fail(const caf::error& cause, OnVerdict on_verdict,
                   OnRefusal on_refusal) {
    shim::mail(self, atom::fail_v, cause)
      .request(holder, patience)
      .then(
        [this, on_verdict](const verdict& x) mutable {
          if (x.first)
            cancel_task(x.cause);
          on_verdict(x);
        },
        on_refusal);
  }

  verdict_promise cancel(caf::error cause) {
    auto promise = self->make_response_promise<verdict_promise>();
    if (!has_code(cause, ec::cancelled))
      cause = wrap(ec::cancelled, "on request", cause);
    ask_to_fail(
      cause,
      [this, promise](const verdict& x) mutable {
        if (x.first)
          overrule(watch_end::cancelled, x.cause);
        promise.deliver(x);
      },
      [promise](const caf::error& err) mutable { promise.deliver(err); });
    return promise;
  }

  // -- behavior ----------------------------------------------------------------

  void say(log_level level, std::string text) const {
    log(options.log, {level, name, std::move(text), {}});
  }

  inner_actor::behavior_type make_behavior();

  inner_actor::pointer self;
  task_actor task;
  state_holder_actor holder;
  watch_options options;
  metrics_actor metrics; // invalid without a sink
  std::array<loop_slot, loop_count> loops;
  std::shared_ptr<dumper_log> handover = std::make_shared<dumper_log>();
  state now = state::initial;
  watch_result result;
  bool overruled = false;
  bool leaving = false;         // quits once the loops are done
  bool holder_is_asked = false; // whether a death fails the run
  bool holder_lost = false;
  std::vector<result_promise> waiting;
  std::vector<result_promise> stopping;
};

inner_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](atom::wait) {
      auto promise = self->make_response_promise<result_promise>();
      waiting.emplace_back(promise);
      settle();
      return promise;
    },
    [this](atom::stop, const stop_order& order) {
      auto promise = leave(watch_end::stopped);
      for (const auto& loop : loops)
        if (!loop.done)
          shim::mail(self, atom::stop_v, order).send(loop.actor);
      settle();
      return promise;
    },
    [this](atom::abort) {
      auto promise = leave(watch_end::aborted);
      abort_loops();
      settle();
      return promise;
    },
    [this](atom::cancel, caf::error& cause) { return cancel(std::move(cause)); },
    [this](atom::save) -> caf::result<attempt_record> {
      if (loops[dumper_loop].done)
        return make_error(ec::past_cut_over, "no more checkpoints: "
                                               + to_string(result.end));
      return shim::mail(self, atom::save_v).delegate(loops[dumper_loop].actor);
    },
    [this](atom::progress) {
      return shim::mail(self, atom::progress_v).delegate(task);
    },
    [this](atom::get) {
      return shim::mail(self, atom::get_v).delegate(holder);
    },
    [this](atom::history) {
      return shim::mail(self, atom::history_v).delegate(holder);
    },
    [this](atom::subscribe, const subscriber_actor& who) {
      return shim::mail(self, atom::subscribe_v, who).delegate(holder);
    },
    [this](atom::subscribe, const subscriber_actor& who,
           const stream_position& seen) {
      return shim::mail(self, atom::subscribe_v, who, seen).delegate(holder);
    },
    [this](atom::leave, const subscriber_actor& who) {
      return shim::mail(self, atom::leave_v, who).delegate(holder);
    },
    [this](atom::fail, const caf::error& cause) -> caf::result<verdict> {
      // A dump that stops the watch and then fails must not cancel its job.
      if (leaving)
        return make_error(ec::cancelled, "the watch is stopping");
      return shim::mail(self, atom::fail_v, cause).delegate(holder);
    },
    [this](atom::done, const watch_result& x) { end_loop(x); },
    [this](const transition& x) { now = x.to; },
  };
}

} // namespace

caf::expected<watcher_actor> watch(caf::actor_system& sys,
                                   const task_actor& task,
                                   const state_holder_actor& holder,
                                   watch_options options) {
  if (!task || !holder)
    return make_error(ec::bad_argument, "watch needs a task and a holder");
  auto resolved = resolve(std::move(options));
  if (!resolved)
    return resolved.error();
  return watcher_actor{
    shim::spawn<memory>(sys, task, holder, std::move(*resolved))};
}

} // namespace status
