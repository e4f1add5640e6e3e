#include "status/actors/task.hpp"

#include <chrono>
#include <utility>

#include "actors/job_control.hpp"
#include "actors/job_worker.hpp"

namespace status {

namespace adapting {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

using adapter_actor
  = shim::extend<task_actor, caf::result<void>(atom::done, caf::error)>;

struct memory {
  static constexpr const char* name = "status.task";

  memory(adapter_actor::pointer self, const state_holder& holder,
         job_callbacks callbacks)
    : self(self),
      holder(holder),
      with(std::make_shared<job_control::shared>(self->system(), holder)),
      job(std::make_shared<const job_callbacks>(std::move(callbacks))) {
    shim::harden(self);
  }

  // Runs when the actor ends, for whatever reason.
  ~memory() {
    if (job->run)
      cancel(make_error(ec::cancelled, "the task's actor ended"));
    for (const auto& worker : {watcher, reporter, dumper})
      caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
  }

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  /// The thread of one kind of callback, from its first use on.
  const job_worker_actor& worker(job_worker_actor& slot) {
    if (!slot)
      slot = spawn_job_worker(self->system(), job, holder);
    return slot;
  }

  void begin() {
    if (!job->run)
      return;
    auto body = [with = with, job = job, me = me()](caf::event_based_actor*) {
      caf::error result;
      try {
        job_control control{with};
        job->run(control);
      } catch (...) {
        result = current_error(ec::task_down);
      }
      shim::anon_mail(atom::done_v, std::move(result)).send(me);
    };
    self->system().spawn<caf::detached>(std::move(body));
  }

  /// Tells the job to end; the first cause wins.
  void cancel(const caf::error& cause) {
    if (!with->cancel(cause) || returned || !job->cancel)
      return;
    // Not in a worker: what is in a mailbox is lost when its actor is ended.
    auto call = [job = job, cause = with->cause](caf::event_based_actor*) {
      try {
        job->cancel(cause);
      } catch (...) {
        // The body sees the flag; there is nobody else to tell.
      }
    };
    self->system().spawn<caf::detached>(std::move(call));
  }

  /// The body has returned, or thrown `why`.
  void end(const caf::error& why) {
    returned = true;
    if (!why)
      return leave(why);
    shim::mail(self, atom::fail_v, why)
      .request(holder.actor, patience)
      .then([this, why](const verdict&) { leave(why); },
            [this, why](const caf::error&) { leave(why); });
  }

  /// Ends the actor once no dump can write any more: whoever starts the job
  /// again does so when this actor has ended.
  void leave(const caf::error& why) {
    if (!dumper)
      return self->quit(why);
    shim::monitor(self, dumper,
                  [this, why](const caf::error&) { self->quit(why); });
    caf::anon_send_exit(dumper, caf::exit_reason::user_shutdown);
  }

  adapter_actor me() const {
    return caf::actor_cast<adapter_actor>(self);
  }

  adapter_actor::behavior_type make_behavior() {
    begin();
    return {
      [this](atom::progress) {
        return shim::mail(self, atom::progress_v).delegate(worker(watcher));
      },
      [this](atom::report) {
        // The usual report takes the progress, never twice at once.
        auto& slot = job->report ? reporter : watcher;
        return shim::mail(self, atom::report_v).delegate(worker(slot));
      },
      [this](atom::dump, const attempt& which) {
        return shim::mail(self, atom::dump_v, which).delegate(worker(dumper));
      },
      [this](atom::cancel, const caf::error& cause) { cancel(cause); },
      [this](atom::steer, const steering& wanted) {
        with->steer(wanted); // whether it can be stored or not
        return shim::mail(self, atom::steer_v, wanted).delegate(worker(dumper));
      },
      [this](atom::done, const caf::error& why) { end(why); },
    };
  }

  adapter_actor::pointer self;
  state_holder holder;
  std::shared_ptr<job_control::shared> with;
  std::shared_ptr<const job_callbacks> job;
  bool returned = false;    // the body
  job_worker_actor watcher; // of the progress
  job_worker_actor reporter;
  job_worker_actor dumper; // of all that is stored
};

} // namespace

} // namespace adapting

task_actor spawn_task(caf::actor_system& sys, const state_holder& holder,
                      job_callbacks job) {
  return shim::spawn<adapting::memory>(sys, holder, std::move(job));
}

} // namespace status
