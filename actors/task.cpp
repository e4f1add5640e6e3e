#include "status/actors/task.hpp"

#include <chrono>
#include <utility>

#include "actors/job_control.hpp"
#include "actors/job_worker.hpp"

namespace status {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

using adapter_actor
  = shim::extend<task_actor, caf::result<void>(atom::done, caf::error)>;

struct memory {
  static constexpr const char* name = "status.task";

  memory(adapter_actor::pointer self, const state_holder& holder,
         job_callbacks callbacks)
    : self(self),
      holder(holder.actor),
      with(std::make_shared<job_control::shared>(self->system(), holder)),
      job(std::make_shared<const job_callbacks>(std::move(callbacks))) {
    shim::harden(self);
  }

  // Runs when the actor ends, for whatever reason.
  ~memory() {
    with->cancel(make_error(ec::cancelled, "the task's actor ended"));
    for (const auto& worker : {watcher, reporter, dumper, canceller})
      if (worker)
        caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
  }

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  /// The thread of one kind of callback, from its first use on.
  const task_actor& worker(task_actor& slot) {
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
        result = current_error(ec::unavailable);
      }
      shim::anon_mail(atom::done_v, std::move(result)).send(me);
    };
    self->system().spawn<caf::detached>(std::move(body));
  }

  void end(const caf::error& why) {
    if (!why)
      return self->quit();
    shim::mail(self, atom::fail_v, why)
      .request(holder, patience)
      .then([this, why](const verdict&) { self->quit(why); },
            [this, why](const caf::error&) { self->quit(why); });
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
        return shim::mail(self, atom::report_v).delegate(worker(reporter));
      },
      [this](atom::dump, const attempt& which) {
        return shim::mail(self, atom::dump_v, which).delegate(worker(dumper));
      },
      [this](atom::cancel, const caf::error& cause) {
        if (with->cancel(cause) && job->cancel)
          shim::anon_mail(atom::cancel_v, cause).send(worker(canceller));
      },
      [this](atom::done, const caf::error& why) { end(why); },
    };
  }

  adapter_actor::pointer self;
  state_holder_actor holder;
  std::shared_ptr<job_control::shared> with;
  std::shared_ptr<const job_callbacks> job;
  task_actor watcher; // of the progress
  task_actor reporter;
  task_actor dumper;
  task_actor canceller;
};

} // namespace

task_actor spawn_task(caf::actor_system& sys, const state_holder& holder,
                      job_callbacks job) {
  return shim::spawn<memory>(sys, holder, std::move(job));
}

} // namespace status
