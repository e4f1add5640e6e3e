#include "status/actors/supervisor.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "actors/job_worker.hpp"
#include "actors/restart_policy.hpp"
#include "actors/watch_options.hpp"

namespace status {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

// A final checkpoint has a budget of its own; this is beyond any.
constexpr caf::timespan stop_patience = std::chrono::minutes{60};

using inner_actor
  = shim::extend<supervisor_actor, caf::result<void>(atom::tick, uint64_t)>;

using result_promise = caf::typed_response_promise<run_result>;

struct memory {
  static constexpr const char* name = "status.supervisor";

  memory(inner_actor::pointer self, task_factory factory,
         supervise_options options)
    : self(self),
      factory(std::move(factory)),
      options(std::move(options)),
      policy(this->options.restart),
      epoch(this->options.holder.epoch) {
    shim::harden(self);
  }

  ~memory() {
    if (holder)
      caf::anon_send_exit(holder, caf::exit_reason::user_shutdown);
  }

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  // -- runs --------------------------------------------------------------------

  void start() {
    ++result.runs;
    auto setup = options.holder;
    setup.epoch = epoch++;
    if (holder)
      caf::anon_send_exit(holder, caf::exit_reason::user_shutdown);
    auto parts = spawn_state_holder(self->system(), std::move(setup));
    holder = parts.actor;
    for (const auto& subscriber : subscribers)
      shim::mail(self, atom::subscribe_v, subscriber)
        .request(holder, patience)
        .then([](const snapshot&) {}, [](const caf::error&) {});
    caf::error failed;
    try {
      task = factory(self->system(), {parts, result.runs, last_saved});
      if (!task)
        failed = make_error(ec::bad_argument, "the factory made no task");
    } catch (...) {
      failed = current_error(ec::unavailable);
    }
    if (failed)
      return end_run_with(failed);
    if (auto made = watch(self->system(), task, holder, options.watch)) {
      watcher = *made;
      living = 2;
      shim::monitor(self, task, [this](const caf::error&) { part_ended(); });
      shim::monitor(self, watcher, [this](const caf::error&) { part_ended(); });
    }
  }

  void part_ended() {
    if (--living == 0)
      end_run();
  }

  void end_run_with(const caf::error& cause) {
    shim::mail(self, atom::fail_v, cause)
      .request(holder, patience)
      .then([this](const verdict&) { end_run(); },
            [this, cause](const caf::error&) { give_up(cause); });
  }

  /// Task and watcher are gone; what the holder says last decides.
  void end_run() {
    task = nullptr;
    watcher = nullptr;
    shim::mail(self, atom::get_v)
      .request(holder, patience)
      .then(
        [this](snapshot& x) {
          result.last = std::move(x);
          if (result.last.last_saved.which.id != 0)
            last_saved = result.last.last_saved;
          judge();
        },
        [this](const caf::error& err) {
          give_up(wrap(ec::ownership_ambiguous,
                       "nobody knows whether the cut-over has come", err));
        });
  }

  void judge() {
    if (result.last.current == state::close)
      return finish(run_outcome::succeeded, {});
    if (cut_over_granted(result.last.current))
      return give_up(make_error(ec::ownership_ambiguous,
                                "the task ended during the cut-over"));
    const auto& cause = result.last.first_cause;
    if (unwanted || has_code(cause, ec::cancelled))
      return finish(run_outcome::cancelled,
                    has_code(cause, ec::cancelled) ? cause : unwanted);
    if (auto pause = policy.next(cause, self->clock().now()))
      return restart_in(*pause, cause);
    give_up(cause);
  }

  void restart_in(caf::timespan pause, const caf::error& cause) {
    say(log_level::warning, "the job is started again: " + to_text(cause));
    pausing = true;
    shim::mail(self, atom::tick_v, ++generation)
      .schedule(self->clock().now() + pause)
      .send(caf::actor_cast<inner_actor>(self));
  }

  void give_up(const caf::error& cause) {
    finish(run_outcome::failed, cause);
  }

  void finish(run_outcome how, caf::error cause) {
    ended = true;
    pausing = false;
    result.outcome = how;
    result.cause = std::move(cause);
    answer();
  }

  void answer() {
    if (!ended || waiting.empty())
      return;
    for (auto& promise : std::exchange(waiting, {}))
      promise.deliver(result);
    self->quit();
  }

  result_promise wait() {
    auto promise = self->make_response_promise<result_promise>();
    waiting.emplace_back(promise);
    answer();
    return promise;
  }

  // -- cancel and stop ---------------------------------------------------------

  caf::result<verdict> cancel(caf::error cause) {
    if (!has_code(cause, ec::cancelled))
      cause = wrap(ec::cancelled, "on request", cause);
    if (ended)
      return verdict{false, result.cause};
    auto first = !unwanted;
    if (first)
      unwanted = cause;
    if (pausing) {
      finish(run_outcome::cancelled, unwanted);
      return verdict{first, unwanted};
    }
    if (!watcher)
      return verdict{first, unwanted};
    return shim::mail(self, atom::cancel_v, unwanted).delegate(watcher);
  }

  void stop(const stop_order& order) {
    auto cause = make_error(ec::cancelled, "stopped");
    if (ended)
      return;
    if (!unwanted)
      unwanted = cause;
    if (pausing)
      return finish(run_outcome::cancelled, unwanted);
    if (!watcher)
      return;
    // After the stop the watcher is silent, so the task is told from here.
    shim::mail(self, atom::stop_v, order)
      .request(watcher, stop_patience)
      .then([this](const watch_result&) { cancel_after_stop(); },
            [this](const caf::error&) { cancel_after_stop(); });
  }

  void cancel_after_stop() {
    if (!task)
      return;
    shim::mail(self, atom::fail_v, unwanted)
      .request(holder, patience)
      .then(
        [this](const verdict& x) {
          if (task)
            shim::anon_mail(atom::cancel_v, x.cause).urgent().send(task);
        },
        [](const caf::error&) {
          // Past the cut-over the job runs to its end.
        });
  }

  caf::error between_runs() const {
    return make_error(ec::unavailable, ended ? "the job has ended"
                                             : "the job is being restarted");
  }

  void forget(const subscriber_actor& who) {
    subscribers.erase(std::remove(subscribers.begin(), subscribers.end(), who),
                      subscribers.end());
  }

  void say(log_level level, std::string text) const {
    log(options.watch.log, {level,
                            name,
                            std::move(text),
                            {{"runs", std::to_string(result.runs)}}});
  }

  inner_actor::behavior_type make_behavior();

  inner_actor::pointer self;
  task_factory factory;
  supervise_options options;
  restart_policy policy;
  uint64_t epoch;
  state_holder_actor holder; // of this run, or of the last one
  task_actor task;           // invalid between two runs
  watcher_actor watcher;     // invalid between two runs
  int living = 0;            // of task and watcher
  bool pausing = false;      // before a restart
  bool ended = false;
  uint64_t generation = 0; // of the restart timer
  caf::error unwanted;     // why the job is not to be started again
  attempt_record last_saved;
  run_result result{run_outcome::succeeded, {}, 0, {}};
  std::vector<result_promise> waiting;
  std::vector<subscriber_actor> subscribers;
};

inner_actor::behavior_type memory::make_behavior() {
  start();
  return {
    [this](atom::wait) { return wait(); },
    [this](atom::stop, const stop_order& order) {
      stop(order);
      return wait();
    },
    [this](atom::cancel, caf::error& cause) { return cancel(std::move(cause)); },
    [this](atom::subscribe, const subscriber_actor& who) {
      forget(who);
      subscribers.emplace_back(who);
      return shim::mail(self, atom::subscribe_v, who).delegate(holder);
    },
    [this](atom::leave, const subscriber_actor& who) {
      forget(who);
      return shim::mail(self, atom::leave_v, who).delegate(holder);
    },
    [this](atom::save) -> caf::result<attempt_record> {
      if (!watcher)
        return between_runs();
      return shim::mail(self, atom::save_v).delegate(watcher);
    },
    [this](atom::progress) -> caf::result<progress> {
      if (!task)
        return between_runs();
      return shim::mail(self, atom::progress_v).delegate(task);
    },
    [this](atom::get) {
      return shim::mail(self, atom::get_v).delegate(holder);
    },
    [this](atom::history) {
      return shim::mail(self, atom::history_v).delegate(holder);
    },
    [this](atom::tick, uint64_t x) {
      if (x == generation && std::exchange(pausing, false))
        start();
    },
  };
}

} // namespace

caf::expected<supervisor_actor> supervise(caf::actor_system& sys,
                                          task_factory factory,
                                          supervise_options options) {
  if (!factory)
    return make_error(ec::bad_argument, "supervise needs a factory");
  if (auto resolved = resolve(options.watch); !resolved)
    return resolved.error();
  const auto& restart = options.restart;
  if (restart.period.count() < 0 || restart.min_pause.count() < 0
      || restart.max_pause < restart.min_pause || restart.jitter_percent > 100)
    return make_error(ec::bad_argument,
                      "restart options: a time is negative, max_pause is below "
                      "min_pause or jitter_percent above 100");
  return supervisor_actor{
    shim::spawn<memory>(sys, std::move(factory), std::move(options))};
}

} // namespace status
