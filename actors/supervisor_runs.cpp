#include <utility>

#include "actors/job_worker.hpp"
#include "actors/supervisor_memory.hpp"

namespace status::supervising {

void memory::start() {
  ++result.runs;
  told = false;
  auto setup = options.holder;
  setup.epoch = epoch++;
  caf::anon_send_exit(holder, caf::exit_reason::user_shutdown); // the last one
  auto parts = spawn_state_holder(self->system(), std::move(setup));
  holder = parts.actor;
  seen = parts.view;
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
