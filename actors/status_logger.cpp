#include "actors/status_logger.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

namespace status {

namespace {

enum due : uint64_t { tick_due, answer_due };

struct job {
  task_actor task;
  logger::record record;
  agenda::place tick;
  agenda::place deadline;
  shim::question asked{};
};

struct memory {
  static constexpr const char* name = "status.status_logger";
  static constexpr bool wakes_many = true;

  memory(ticking_actor::pointer self, logger_setup setup)
    : self(self), with(std::move(setup)), plan(self->clock().now(), with.grid) {
    shim::harden(self);
  }

  // -- events ------------------------------------------------------------------

  void on(uint64_t key, const logger::any_event& event) {
    auto i = jobs.find(key);
    if (i == jobs.end())
      return;
    for (auto& x : logger::step(i->second.record, event, self->clock().now()))
      std::visit([this, key, i](auto& y) { perform(key, i->second, y); }, x);
    if (!i->second.record.running)
      drop(i->second, key);
  }

  void drop(job& x, uint64_t key) {
    shim::forget(self, x.asked);
    plan.erase(x.tick);
    plan.erase(x.deadline);
    jobs.erase(key);
  }

  void obey(loop_order& x) {
    switch (x.word) {
      case loop_word::join:
        return join(x);
      case loop_word::begin:
        return on(x.key, logger::event::subscribed{x.now});
      case loop_word::moved:
        return on(x.key, logger::event::moved{x.now});
      case loop_word::stop:
        return on(x.key, logger::event::end{watch_end::stopped, {}});
      case loop_word::abort:
        return on(x.key, logger::event::end{watch_end::aborted, {}});
      case loop_word::holder_down:
        return on(x.key, logger::event::end{watch_end::holder_down, x.cause});
    }
  }

  void join(const loop_order& x) {
    job added;
    added.task = caf::actor_cast<task_actor>(x.task);
    added.record.interval = with.interval;
    added.record.origin = logger::time_point{x.origin};
    added.tick = added.deadline = plan.none();
    jobs.emplace(x.key, std::move(added));
  }

  void on_due(const agenda::item& x) {
    auto i = jobs.find(x.key);
    if (i == jobs.end())
      return;
    if (x.what == tick_due) {
      i->second.tick = plan.none();
      return on(x.key, logger::event::tick{x.number});
    }
    i->second.deadline = plan.none();
    shim::forget(self, i->second.asked);
    on(x.key, logger::event::silent{make_error(caf::sec::request_timeout)});
  }

  /// After whatever has happened: last words, and the next alarm.
  void settle() {
    if (!ends.all.empty())
      shim::mail(self, std::exchange(ends, {})).send(with.owner);
    arm<ticking_actor>(self, plan);
  }

  // -- actions -----------------------------------------------------------------

  void perform(uint64_t key, job& x, const logger::action::arm_tick& y) {
    plan.erase(x.tick);
    x.tick = plan.add(y.when, {key, tick_due, y.generation});
  }

  void perform(uint64_t key, job& x, const logger::action::ask_task&) {
    x.deadline
      = plan.add(self->clock().now() + with.timeout, {key, answer_due, 0});
    x.asked = shim::ask<std::string>(
      self, x.task,
      [this, key](caf::expected<std::string> y) {
        if (auto i = jobs.find(key); i != jobs.end())
          plan.erase(i->second.deadline);
        if (y)
          on(key, logger::event::reported{std::move(*y)});
        else
          on(key, logger::event::silent{std::move(y.error())});
        settle();
      },
      atom::report_v);
  }

  void perform(uint64_t, job&, const logger::action::write& x) {
    log(with.log, x.what);
  }

  void perform(uint64_t key, job&, logger::action::finish& x) {
    ends.all.emplace_back(loop_end{key, std::move(x.how), false});
  }

  // -- behavior ----------------------------------------------------------------

  ticking_actor::behavior_type make_behavior();

  ticking_actor::pointer self;
  logger_setup with;
  agenda plan;
  std::unordered_map<uint64_t, job> jobs;
  loop_ends ends; // not sent yet
};

ticking_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, with.owner, [this](const caf::error&) { self->quit(); });
  return {
    [this](loop_orders& x) {
      for (auto& order : x.all)
        obey(order);
      settle();
    },
    [](atom::save, uint64_t) -> caf::result<attempt_record> {
      return make_error(ec::bad_argument, "the logger writes no checkpoints");
    },
    [this](atom::tick, int64_t when) {
      on_alarm(plan, when, [this](const agenda::item& x) { on_due(x); });
      settle();
    },
  };
}

} // namespace

loop_actor spawn_status_logger(caf::actor_system& sys, logger_setup setup) {
  return shim::spawn<memory>(sys, std::move(setup));
}

} // namespace status
