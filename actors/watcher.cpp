#include "status/actors/watcher.hpp"

#include <utility>

#include "actors/watch_options.hpp"
#include "actors/watcher_memory.hpp"

namespace status {

namespace watching {

memory::memory(inner_actor::pointer self, task_actor task,
               state_holder_actor holder, watch_options options)
  : self(self),
    task(std::move(task)),
    holder(std::move(holder)),
    options(std::move(options)) {
  shim::harden(self);
}

// -- the parts -----------------------------------------------------------------

void memory::begin() {
  alive = me();
  if (options.metrics != nullptr)
    metrics = spawn_metrics(self->system(), options.metrics, me(), holder,
                            options.status_interval, options.log);
  dumper::options opts;
  opts.interval = options.checkpoint_interval;
  opts.timeout = options.checkpoint_timeout;
  opts.first = options.first_checkpoint;
  opts.min_pause = options.min_checkpoint_pause;
  opts.tolerated_failures = options.tolerated_failures;
  opts.stale_after = options.stale_after;
  opts.cancel_when_stale = options.cancel_when_stale;
  opts.store_fences = options.store_fences;
  record = std::make_shared<dumper::record>(
    dumper::begin(opts, self->clock().now()));
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

void memory::start(loop_index i) {
  auto& sys = self->system();
  auto& slot = loops[i];
  slot.actor = i == logger_loop ? spawn_status_logger(sys, logger_parts())
                                : spawn_checkpoint_dumper(sys, dumper_parts());
  shim::monitor(self, slot.actor,
                [this, i](const caf::error& x) { lose_loop(i, x); });
}

logger_setup memory::logger_parts() const {
  return {task,
          holder,
          me(),
          options.status_interval,
          options.status_timeout,
          record->origin,
          options.log};
}

dumper_setup memory::dumper_parts() const {
  return {task, holder, me(), me(), {holder, metrics}, options.log, record};
}

inner_actor memory::me() const {
  return caf::actor_cast<inner_actor>(self);
}

// -- behavior ------------------------------------------------------------------

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
    [this](atom::cancel, caf::error& cause) {
      return cancel(std::move(cause));
    },
    [this](atom::save) { return save(); },
    [this](atom::steer, const steering_order& word) { return steer(word); },
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
      return fail(watch_end::failed, cause);
    },
    [this](atom::done, const watch_result& x) { end_loop(x); },
    [this](const transition& x) { now = x.to; },
  };
}

} // namespace watching

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
    shim::spawn<watching::memory>(sys, task, holder, std::move(*resolved))};
}

} // namespace status
