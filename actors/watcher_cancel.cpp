#include <utility>

#include "actors/watcher_questions.hpp"

namespace status::watching {

// -- cancel --------------------------------------------------------------------

void memory::ask_to_fail(job& x, watch_end how, const caf::error& cause,
                         on_verdict then) {
  // What the holder tells of the state comes before its verdict, which needs
  // it.
  if (!x.asked)
    subscribe(x);
  ++x.questions; // without the answer nobody would tell the task
  ask_holder<verdict>(
    x,
    [this, key = x.key, how, cause,
     then = std::move(then)](caf::expected<verdict> y) {
      auto& who = jobs.at(key); // it is not forgotten with a question open
      --who.questions;
      if (y) {
        if (y->first) {
          cancel_task(who, y->cause); // which a dead one does not hear
          // Says more than an order to stop that came later.
          who.overruled = false;
          overrule(who, how, y->cause);
        }
        then(who, y);
        return settle(who);
      }
      if (has_code(y.error(), ec::past_cut_over)) {
        then(who, y);
        return settle(who);
      }
      // It may have failed the run, and have been silenced before it said so.
      if (past_cut_over(who.now) && !cut_over_granted(who.now))
        cancel_task(who, cause);
      auto lost
        = wrap(ec::holder_down, "the state holder is silent", y.error());
      then(who, lost);
      lose_holder(who, lost);
    },
    atom::fail_v, cause);
}

verdict_promise memory::fail(job& x, watch_end how, const caf::error& cause) {
  auto promise = self->make_response_promise<verdict_promise>();
  ask_to_fail(x, how, cause,
              [promise](job&, const caf::expected<verdict>& y) mutable {
                if (y)
                  promise.deliver(*y);
                else
                  promise.deliver(y.error());
              });
  return promise;
}

caf::result<verdict> memory::cancel(job* x, caf::error cause) {
  if (x == nullptr)
    return not_watched();
  if (!has_code(cause, ec::cancelled))
    cause = wrap(ec::cancelled, "on request", cause);
  return fail(*x, watch_end::cancelled, cause);
}

void memory::cancel_task(job& x, const caf::error& cause) {
  if (!std::exchange(x.told, true))
    shim::anon_mail(atom::cancel_v, cause).urgent().send(x.task);
}

// -- steer ---------------------------------------------------------------------

caf::result<steering> memory::steer(job* x, const steering_order& word) {
  if (x == nullptr)
    return not_watched();
  auto promise = self->make_response_promise<steering_promise>();
  ++x->questions; // the task is not told after the end of the watch
  ask_holder<steering>(
    *x,
    [this, key = x->key, promise](caf::expected<steering> y) mutable {
      auto& who = jobs.at(key);
      --who.questions;
      if (y)
        promise.delegate(who.task, atom::steer_v, *y);
      else
        promise.deliver(std::move(y.error()));
      settle(who);
    },
    atom::steer_v, word);
  return promise;
}

// -- save ----------------------------------------------------------------------

caf::result<attempt_record> memory::save(job* x) {
  if (x == nullptr)
    return not_watched();
  if (x->done[dumper_loop])
    return no_more_saves(*x);
  auto promise = self->make_response_promise<save_promise>();
  auto id = ++last_saver;
  flush(); // the dumper hears of the job before
  // Not delegated: a dumper that crashes answers nobody.
  auto asked = shim::ask<attempt_record>(
    self, loops[dumper_loop].actor,
    [this, key = x->key, id](caf::expected<attempt_record> y) {
      auto* who = find(key);
      if (who == nullptr)
        return;
      auto waiting = who->end().savers.extract(id);
      if (!waiting)
        return;
      if (y)
        waiting.mapped().promise.deliver(*y);
      else
        waiting.mapped().promise.deliver(y.error());
    },
    atom::save_v, x->key);
  x->end().savers.emplace(id, saver{promise, asked});
  return promise;
}

caf::error memory::no_more_saves(job& x) {
  return make_error(ec::past_cut_over,
                    "no more checkpoints: " + to_string(x.end().result.end));
}

void memory::refuse_savers(job& x, const caf::error& why) {
  for (auto& [id, waiting] : std::exchange(x.end().savers, {})) {
    shim::forget(self, waiting.asked);
    waiting.promise.deliver(why);
  }
}

} // namespace status::watching
