#include "status/actors/supervisor.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include "actors/job_worker.hpp"
#include "actors/restart_policy.hpp"
#include "actors/watch_options.hpp"
#include "status/messages/report.hpp"

namespace status {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

using inner_actor
  = shim::extend<supervisor_actor, caf::result<void>(atom::tick, uint64_t)>;

using result_promise = caf::typed_response_promise<run_result>;
using verdict_promise = caf::typed_response_promise<verdict>;

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
    try {
      task = factory(self->system(), {parts, result.runs, last_saved});
    } catch (...) {
      return end_run_with(current_error(ec::unavailable));
    }
    if (!task)
      return end_run_with(
        make_error(ec::bad_argument, "the factory made no task"));
    living = 1;
    shim::monitor(self, task, [this](const caf::error&) { part_ended(); });
    auto made = watch(self->system(), task, holder, options.watch);
    if (!made)
      return condemn(made.error());
    ++living;
    watcher = *made;
    shim::monitor(self, watcher,
                  [this](const caf::error& reason) { lose_watcher(reason); });
  }

  void part_ended() {
    if (--living == 0)
      end_run();
  }

  /// A watcher that was told to end does so without a reason.
  void lose_watcher(const caf::error& reason) {
    watcher = nullptr;
    if (reason)
      condemn(wrap(ec::could_not_write_checkpoint,
                   "nobody watches the job any more", reason));
    part_ended();
  }

  /// Fails the run and cancels its task, unless the cut-over came first.
  void condemn(const caf::error& cause) {
    shim::mail(self, atom::fail_v, cause)
      .request(holder, patience)
      .then([this](const verdict& x) { cancel_task(x.cause); },
            [this, cause](const caf::error& err) {
              // Past the cut-over the job runs to its end.
              if (!has_code(err, ec::past_cut_over))
                cancel_task(cause);
            });
  }

  void cancel_task(const caf::error& cause) {
    if (task)
      shim::anon_mail(atom::cancel_v, cause).urgent().send(task);
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
    say(log_level::warning, "the job is started again in "
                              + format_duration(pause) + ": " + to_text(cause));
    pausing = true;
    shim::mail(self, atom::tick_v, ++generation)
      .schedule(self->clock().now() + pause)
      .send(caf::actor_cast<inner_actor>(self));
  }

  void give_up(const caf::error& cause) {
    say(log_level::warning, "the job is not started again: " + to_text(cause));
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
    // Not through the watcher, which may have ended already.
    auto promise = self->make_response_promise<verdict_promise>();
    shim::mail(self, atom::fail_v, unwanted)
      .request(holder, patience)
      .then(
        [this, promise](const verdict& x) mutable {
          if (x.first)
            cancel_task(x.cause);
          promise.deliver(x);
        },
        [promise](caf::error& err) mutable {
          promise.deliver(std::move(err));
        });
    return promise;
  }

  void stop(const stop_order& order) {
    if (ended)
      return;
    if (!unwanted)
      unwanted = make_error(ec::cancelled, "stopped");
    if (pausing)
      return finish(run_outcome::cancelled, unwanted);
    if (!watcher)
      return;
    // After the stop the watcher is silent, so the task is told from here.
    auto first = !std::exchange(stopping, true);
    auto on_end = [this, first] {
      if (first)
        condemn(unwanted);
    };
    // At most the attempt in flight and the final one.
    shim::mail(self, atom::stop_v, order)
      .request(watcher,
               2 * options.watch.checkpoint_timeout + order.budget + patience)
      .then([on_end](const watch_result&) { on_end(); },
            [on_end](const caf::error&) { on_end(); });
  }

  caf::error between_runs() const {
    return make_error(ec::unavailable, ended ? "the job has ended"
                                             : "the job is being restarted");
  }

  // -- subscribers -------------------------------------------------------------

  void enlist(const subscriber_actor& who) {
    if (!who) // the holder says so
      return;
    if (monitored.insert(who.address()).second)
      shim::monitor(self, who, [this, who = who.address()](const caf::error&) {
        monitored.erase(who);
        forget(who);
      });
    forget(who.address());
    subscribers.emplace_back(who);
  }

  void forget(const caf::actor_addr& who) {
    auto is_him
      = [&who](const subscriber_actor& x) { return x.address() == who; };
    subscribers.erase(
      std::remove_if(subscribers.begin(), subscribers.end(), is_him),
      subscribers.end());
  }

  void say(log_level level, std::string text) const {
    log(
      options.watch.log,
      {level, name, std::move(text), {{"runs", std::to_string(result.runs)}}});
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
  bool stopping = false;
  uint64_t generation = 0; // of the restart timer
  caf::error unwanted;     // why the job is not to be started again
  attempt_record last_saved;
  run_result result{run_outcome::succeeded, {}, 0, {}};
  std::vector<result_promise> waiting;
  std::vector<subscriber_actor> subscribers; // erased when one is down
  std::set<caf::actor_addr> monitored;       // those who left, too
};

inner_actor::behavior_type memory::make_behavior() {
  start();
  return {
    [this](atom::wait) { return wait(); },
    [this](atom::stop, const stop_order& order) {
      stop(order);
      return wait();
    },
    [this](atom::cancel, caf::error& cause) {
      return cancel(std::move(cause));
    },
    [this](atom::subscribe, const subscriber_actor& who) {
      enlist(who);
      return shim::mail(self, atom::subscribe_v, who).delegate(holder);
    },
    [this](atom::leave, const subscriber_actor& who) {
      forget(who.address());
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
  auto resolved = resolve(std::move(options.watch));
  if (!resolved)
    return resolved.error();
  options.watch = std::move(*resolved);
  const auto& restart = options.restart;
  // Without a period every failure would be forgiven at once.
  if (restart.period.count() <= 0 || restart.min_pause.count() < 0
      || restart.max_pause < restart.min_pause || restart.jitter_percent > 100)
    return make_error(ec::bad_argument,
                      "restart options: a time is negative, there is no "
                      "period, max_pause is below min_pause or jitter_percent "
                      "above 100");
  return supervisor_actor{
    shim::spawn<memory>(sys, std::move(factory), std::move(options))};
}

} // namespace status
