#include "status/actors/supervisor.hpp"

#include <algorithm>
#include <utility>

#include "actors/dumper_record.hpp"
#include "actors/supervisor_memory.hpp"
#include "actors/watch_options.hpp"

namespace status {

namespace supervising {

memory::memory(inner_actor::pointer self, task_factory factory,
               supervise_options options)
  : self(self),
    factory(std::move(factory)),
    options(std::move(options)),
    policy(this->options.restart),
    epoch(this->options.holder.epoch),
    wanted(this->options.holder.wanted) {
  shim::harden(self);
}

memory::~memory() {
  caf::anon_send_exit(holder, caf::exit_reason::user_shutdown);
}

// -- cancel and stop -------------------------------------------------------------

result_promise memory::wait() {
  auto promise = self->make_response_promise<result_promise>();
  waiting.emplace_back(promise);
  answer();
  return promise;
}

caf::result<verdict> memory::cancel(caf::error cause) {
  if (!has_code(cause, ec::cancelled))
    cause = wrap(ec::cancelled, "on request", cause);
  if (ended && cut_over_granted(result.last.current))
    return make_error(ec::past_cut_over, "the job has ended");
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
    guard();
  // Not through the watcher, which may have ended already.
  auto promise = self->make_response_promise<verdict_promise>();
  ++questions; // a job that ends meanwhile waits for the answer
  shim::mail(self, atom::fail_v, unwanted)
    .request(holder, patience)
    .then(
      [this, promise](const verdict& x) mutable {
        --questions;
        if (x.first)
          cancel_task(x.cause);
        promise.deliver(x);
        answer();
      },
      [this, promise](caf::error& err) mutable {
        --questions;
        promise.deliver(std::move(err));
        answer();
      });
  return promise;
}

void memory::stop(const stop_order& order) {
  if (!unwanted)
    unwanted = make_error(ec::cancelled, "stopped");
  if (pausing)
    return finish(run_outcome::cancelled, unwanted);
  guard();
  if (!watcher) // it may have ended before its task
    return condemn(unwanted);
  // After the stop the watcher is silent, so the task is told from here.
  auto on_end = [this] { condemn(unwanted); };
  // At most the attempt in flight and the final one.
  auto budget
    = std::clamp(order.budget, caf::timespan{0}, dumper::longest_budget);
  shim::mail(self, atom::stop_v, order)
    .request(watcher, 2 * options.watch.checkpoint_timeout + budget + patience)
    .then([on_end](const watch_result&) { on_end(); },
          [on_end](const caf::error&) { on_end(); });
}

caf::result<steering> memory::steer(const steering_order& word) {
  if (watcher)
    return shim::mail(self, atom::steer_v, word).delegate(watcher);
  if (!pausing)
    return between_runs();
  return wanted = apply(std::move(wanted), word, caf::make_timestamp());
}

caf::error memory::between_runs() const {
  return make_error(ec::unavailable,
                    ended ? "the job has ended" : "the job is being restarted");
}

// -- the behaviour ---------------------------------------------------------------

void memory::down(const caf::actor_addr& who, const caf::error&) {
  subscribers.down(who);
}

inner_actor::behavior_type memory::make_behavior() {
  alive = caf::actor_cast<inner_actor>(self);
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
      if (who) // the holder says so
        subscribers.enlist(self, *this, who);
      return shim::mail(self, atom::subscribe_v, who).delegate(holder);
    },
    [this](atom::leave, const subscriber_actor& who) {
      subscribers.forget(who.address());
      return shim::mail(self, atom::leave_v, who).delegate(holder);
    },
    [this](atom::steer, const steering_order& word) { return steer(word); },
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
    [this](atom::tick) {
      if (std::exchange(pausing, false)) // else it was cancelled meanwhile
        start();
    },
  };
}

} // namespace supervising

caf::expected<supervisor_actor> supervise(caf::actor_system& sys,
                                          task_factory factory,
                                          supervise_options options) {
  if (!factory)
    return make_error(ec::bad_argument, "supervise needs a factory");
  auto resolved = resolve(std::move(options.watch));
  if (!resolved)
    return resolved.error();
  options.watch = std::move(*resolved);
  if (auto err = check(options.restart))
    return err;
  return supervisor_actor{shim::spawn<supervising::memory>(
    sys, std::move(factory), std::move(options))};
}

} // namespace status
