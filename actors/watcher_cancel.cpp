#include <utility>

#include "actors/watcher_memory.hpp"

namespace status::watching {

// -- cancel --------------------------------------------------------------------

void memory::ask_to_fail(watch_end how, const caf::error& cause,
                         on_verdict then) {
  ++questions; // without the answer nobody would tell the task
  shim::mail(self, atom::fail_v, cause)
    .request(holder, patience)
    .then(
      [this, how, then](const verdict& x) {
        --questions;
        if (x.first) {
          cancel_task(x.cause); // which a dead one does not hear
          // Says more than an order to stop that came later.
          overruled = false;
          overrule(how, x.cause);
        }
        then(x);
        settle();
      },
      [this, cause, then](caf::error& err) {
        --questions;
        if (has_code(err, ec::past_cut_over)) {
          then(err);
          return settle();
        }
        // It may have failed the run, and have been silenced before it said so.
        if (past_cut_over(now) && !cut_over_granted(now))
          cancel_task(cause);
        err = wrap(ec::holder_down, "the state holder is silent", err);
        then(err);
        lose_holder(err);
      });
}

verdict_promise memory::fail(watch_end how, const caf::error& cause) {
  auto promise = self->make_response_promise<verdict_promise>();
  ask_to_fail(how, cause, [promise](const caf::expected<verdict>& x) mutable {
    if (x)
      promise.deliver(*x);
    else
      promise.deliver(x.error());
  });
  return promise;
}

verdict_promise memory::cancel(caf::error cause) {
  if (!has_code(cause, ec::cancelled))
    cause = wrap(ec::cancelled, "on request", cause);
  return fail(watch_end::cancelled, cause);
}

void memory::cancel_task(const caf::error& cause) {
  if (!std::exchange(told, true))
    shim::anon_mail(atom::cancel_v, cause).urgent().send(task);
}

// -- steer ---------------------------------------------------------------------

steering_promise memory::steer(const steering_order& word) {
  auto promise = self->make_response_promise<steering_promise>();
  ++questions; // the task is not told after the end of the watch
  shim::mail(self, atom::steer_v, word)
    .request(holder, patience)
    .then(
      [this, promise](const steering& wanted) mutable {
        --questions;
        promise.delegate(task, atom::steer_v, wanted);
        settle();
      },
      [this, promise](caf::error& err) mutable {
        --questions;
        promise.deliver(std::move(err));
        settle();
      });
  return promise;
}

// -- save ----------------------------------------------------------------------

caf::result<attempt_record> memory::save() {
  if (loops[dumper_loop].done)
    return no_more_saves();
  auto promise = self->make_response_promise<save_promise>();
  auto id = ++last_saver;
  savers.emplace(id, promise);
  // Not delegated: a dumper that crashes answers nobody.
  shim::mail(self, atom::save_v)
    .request(loops[dumper_loop].actor, caf::infinite)
    .then(
      [this, id](const attempt_record& x) {
        if (auto saver = savers.extract(id))
          saver.mapped().deliver(x);
      },
      [this, id](const caf::error& err) {
        if (auto saver = savers.extract(id))
          saver.mapped().deliver(err);
      });
  return promise;
}

caf::error memory::no_more_saves() const {
  return make_error(ec::past_cut_over,
                    "no more checkpoints: " + to_string(result.end));
}

void memory::refuse_savers(const caf::error& why) {
  for (auto& [id, saver] : std::exchange(savers, {}))
    saver.deliver(why);
}

} // namespace status::watching
