#include <utility>

#include "actors/job_worker.hpp"
#include "actors/supervisor_memory.hpp"

namespace status::supervising {

namespace {

using guard_actor = shim::typed_actor<caf::result<void>(atom::done)>;

/// Cancels the task of a supervisor that has died, unless the cut-over was
/// granted, which is known once the holder has ended, too.
struct task_guard {
  static constexpr const char* name = "status.guard";

  task_guard(guard_actor::pointer self, inner_actor boss, task_actor task,
             state_holder holder)
    : self(self),
      alive(caf::actor_cast<guard_actor>(self)),
      boss(std::move(boss)),
      task(std::move(task)),
      holder(std::move(holder)) {
    shim::harden(self);
  }

  guard_actor::behavior_type make_behavior() {
    shim::monitor(self, task, [this](const caf::error&) { self->quit(); });
    shim::monitor(self, boss, [this](const caf::error&) {
      shim::monitor(self, holder.actor,
                    [this](const caf::error& reason) { judge(reason); });
    });
    boss = nullptr; // who nobody holds may end
    return {[](atom::done) {}};
  }

  void judge(const caf::error& reason) {
    if (!cut_over_granted(holder.view.load()))
      shim::anon_mail(atom::cancel_v,
                      wrap(ec::holder_down, "the state holder ended", reason))
        .urgent()
        .send(task);
    self->quit();
  }

  guard_actor::pointer self;
  guard_actor alive; // itself: nobody else holds it
  inner_actor boss;
  task_actor task;
  state_holder holder;
};

} // namespace

void memory::start() {
  ++result.runs;
  guarded = false;
  told = false;
  auto setup = options.holder;
  setup.epoch = epoch++;
  setup.wanted = wanted;
  caf::anon_send_exit(holder, caf::exit_reason::user_shutdown); // the last one
  auto parts = spawn_state_holder(self->system(), std::move(setup));
  holder = parts.actor;
  seen = parts.view;
  subscribers.for_each([this](const subscriber_actor& x) {
    shim::mail(self, atom::subscribe_v, x)
      .request(holder, patience)
      .then([](const snapshot&) {}, [](const caf::error&) {});
  });
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

void memory::part_ended() {
  if (--living == 0)
    end_run();
}

/// A watcher that was told to end does so without a reason.
void memory::lose_watcher(const caf::error& reason) {
  watcher = nullptr;
  if (reason)
    condemn(wrap(ec::could_not_write_checkpoint,
                 "nobody watches the job any more", reason));
  part_ended();
}

void memory::guard() {
  if (task && options.watch.cancel_when_holder_dies
      && !std::exchange(guarded, true))
    shim::spawn<task_guard>(self->system(), caf::actor_cast<inner_actor>(self),
                            task, state_holder{holder, *seen});
}

void memory::condemn(const caf::error& cause) {
  shim::mail(self, atom::fail_v, cause)
    .request(holder, patience)
    .then([this](const verdict& x) { cancel_task(x.cause); },
          [this, cause](const caf::error&) {
            // Past the cut-over the job runs to its end. A holder that is gone
            // cannot say so any more.
            if (!cut_over_granted(seen->load()))
              cancel_task(cause);
          });
}

void memory::cancel_task(const caf::error& cause) {
  if (!std::exchange(told, true))
    shim::anon_mail(atom::cancel_v, cause).urgent().send(task);
}

} // namespace status::supervising
