#include "status/actors/watcher.hpp"

#include <utility>

#include "actors/watch_options.hpp"
#include "actors/watcher_memory.hpp"

namespace status {

namespace watching {

memory::memory(inner_actor::pointer self, watch_options options, bool group)
  : self(self),
    options(std::move(options)),
    group(group),
    plan(group ? alarm_gap({}) : caf::timespan{}) {
  shim::harden(self);
}

// -- the parts -----------------------------------------------------------------

void memory::begin() {
  alive = me();
  for (auto i : {logger_loop, dumper_loop})
    start(i);
}

void memory::start(loop_index i) {
  auto& sys = self->system();
  auto gap = [this](caf::timespan interval) {
    return group ? alarm_gap(interval) : caf::timespan{};
  };
  auto& slot = loops[i];
  if (i == logger_loop) {
    slot.actor = spawn_status_logger(
      sys, {me(), options.status_interval, options.status_timeout,
            gap(options.status_interval), options.log});
  } else {
    auto& opts = book->opts;
    opts.interval = options.checkpoint_interval;
    opts.timeout = options.checkpoint_timeout;
    opts.first = options.first_checkpoint;
    opts.min_pause = options.min_checkpoint_pause;
    opts.tolerated_failures = options.tolerated_failures;
    opts.stale_after = options.stale_after;
    opts.cancel_when_stale = options.cancel_when_stale;
    opts.store_fences = options.store_fences;
    opts.speaks = options.log != nullptr;
    slot.actor = spawn_checkpoint_dumper(
      sys, {me(), gap(options.checkpoint_interval), options.log, book});
  }
  shim::monitor(self, slot.actor,
                [this, i](const caf::error& x) { lose_loop(i, x); });
}

inner_actor memory::me() const {
  return caf::actor_cast<inner_actor>(self);
}

// -- behavior ------------------------------------------------------------------

/// Has the holder of the only job answer.
template <class T, class... Ts>
caf::result<T> memory::pass_on(Ts... xs) {
  if (auto* x = only())
    return shim::mail(self, std::move(xs)...).delegate(x->holder);
  return not_watched();
}

inner_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    // The watcher of one job.
    [this](atom::wait) { return wait(only()); },
    [this](atom::stop, const stop_order& how) { return stop(only(), how); },
    [this](atom::abort) { return abort(only()); },
    [this](atom::cancel, caf::error& cause) {
      return cancel(only(), std::move(cause));
    },
    [this](atom::save) { return save(only()); },
    [this](atom::steer, const steering_order& word) {
      return steer(only(), word);
    },
    [this](atom::progress) -> caf::result<progress> {
      if (auto* x = only())
        return shim::mail(self, atom::progress_v).delegate(x->task);
      return not_watched();
    },
    [this](atom::get) { return pass_on<snapshot>(atom::get_v); },
    [this](atom::history) { return pass_on<attempt_history>(atom::history_v); },
    [this](atom::subscribe, const subscriber_actor& who) {
      return pass_on<snapshot>(atom::subscribe_v, who);
    },
    [this](atom::subscribe, const subscriber_actor& who,
           const stream_position& seen) {
      return pass_on<catch_up>(atom::subscribe_v, who, seen);
    },
    [this](atom::leave, const subscriber_actor& who) {
      return pass_on<void>(atom::leave_v, who);
    },
    // A group.
    [this](atom::add, const task_actor& task,
           const state_holder_actor& holder) -> caf::result<void> {
      if (auto err = add(task, holder))
        return err;
      return caf::unit;
    },
    [this](atom::wait, const task_actor& task) { return wait(find(task)); },
    [this](atom::stop, const task_actor& task, const stop_order& how) {
      return stop(find(task), how);
    },
    [this](atom::abort, const task_actor& task) { return abort(find(task)); },
    [this](atom::cancel, const task_actor& task, caf::error& cause) {
      return cancel(find(task), std::move(cause));
    },
    [this](atom::save, const task_actor& task) { return save(find(task)); },
    [this](atom::steer, const task_actor& task, const steering_order& word) {
      return steer(find(task), word);
    },
    // The parts.
    [this](const loop_ends& x) { end_loop(x); },
    [this](atom::fail, uint64_t key,
           const caf::error& cause) -> caf::result<verdict> {
      auto* x = find(key);
      // A dump that stops the watch and then fails must not cancel its job.
      if (x == nullptr || x->leaving)
        return make_error(ec::cancelled, "the watch is stopping");
      return fail(*x, watch_end::failed, cause);
    },
    [this](const transition& x) { move(x); },
    [this](atom::flush) { flush(); },
    [this](atom::tick, int64_t when) {
      on_alarm(
        plan, when, [this](const agenda::item& x) { return find(x); },
        [this](const agenda::item& x) { give_up(x.key); });
      arm<inner_actor>(self, plan, self->clock().now());
    },
  };
}

/// The watcher of one job, which it has from the beginning.
struct single : memory {
  single(inner_actor::pointer self, task_actor task, state_holder_actor holder,
         watch_options options)
    : memory(self, std::move(options), false),
      task(std::move(task)),
      holder(std::move(holder)) {
    // nop
  }

  inner_actor::behavior_type make_behavior() {
    auto result = memory::make_behavior();
    add(std::exchange(task, nullptr), std::exchange(holder, nullptr));
    return result;
  }

  task_actor task;
  state_holder_actor holder;
};

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
    shim::spawn<watching::single>(sys, task, holder, std::move(*resolved))};
}

caf::expected<watch_group_actor> spawn_watch_group(caf::actor_system& sys,
                                                   watch_options options) {
  if (options.metrics != nullptr)
    return make_error(ec::bad_argument,
                      "watch option metrics is for one job, not for a group");
  auto resolved = resolve(std::move(options));
  if (!resolved)
    return resolved.error();
  return watch_group_actor{
    shim::spawn<watching::memory>(sys, std::move(*resolved), true)};
}

} // namespace status
