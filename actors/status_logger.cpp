#include "actors/status_logger.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

namespace status {

namespace logger {

namespace {

enum due : uint32_t { tick_due, answer_due };

struct job {
  uint64_t key = 0;
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
    : self(self),
      with(std::move(setup)),
      now(self->clock().now()),
      plan(now, with.grid) {
    shim::harden(self);
  }

  // -- events ------------------------------------------------------------------

  /// May forget the job: nobody uses it after this.
  void on(job& x, const any_event& event) {
    step(x.record, event, now, todo);
    for (auto& what : todo)
      std::visit([this, &x](auto& y) { perform(x, y); }, what);
    todo.clear();
    if (!x.record.running)
      drop(x);
  }

  void drop(job& x) {
    shim::forget(self, x.asked);
    jobs.erase(x.key);
    if (++dropped > jobs.size() + 100) {
      dropped = 0;
      plan.sweep([this](const agenda::item& y) { return find(y.key); });
    }
  }

  job* find(uint64_t key) {
    auto i = jobs.find(key);
    return i == jobs.end() ? nullptr : &i->second;
  }

  void obey(loop_order& x) {
    if (x.word == loop_word::join)
      return join(x);
    if (auto* y = find(x.key))
      obey(*y, x);
  }

  void obey(job& x, loop_order& what) {
    switch (what.word) {
      case loop_word::join:
        return;
      case loop_word::begin:
        return on(x, event::subscribed{what.now});
      case loop_word::moved:
        return on(x, event::moved{what.now});
      case loop_word::stop:
        return on(x, event::end{watch_end::stopped, {}});
      case loop_word::abort:
        return on(x, event::end{watch_end::aborted, {}});
      case loop_word::holder_down:
        return on(x, event::end{watch_end::holder_down, what.cause});
    }
  }

  void join(const loop_order& x) {
    auto& added = jobs[x.key];
    added.key = x.key;
    added.task = caf::actor_cast<task_actor>(x.task);
    added.record.interval = with.interval;
    added.record.origin = time_point{x.origin};
    added.record.speaks = with.log != nullptr;
  }

  void ring(int64_t when) {
    job* x = nullptr;
    on_alarm(
      plan, when,
      [this, &x](const agenda::item& y) -> agenda::place* {
        x = find(y.key);
        if (x == nullptr)
          return nullptr;
        return y.what == tick_due ? &x->tick : &x->deadline;
      },
      [this, &x](const agenda::item& y) { on_due(*x, y.what); });
  }

  void on_due(job& x, uint32_t what) {
    if (what == tick_due)
      return on(x, event::tick{x.record.generation});
    shim::forget(self, x.asked);
    on(x, event::silent{make_error(caf::sec::request_timeout)});
  }

  /// Before anything happens. To read the clock for each of many jobs would be
  /// dear.
  void wake() {
    now = self->clock().now();
  }

  /// After whatever has happened: last words, and the next alarm.
  void settle() {
    if (!ends.all.empty())
      shim::mail(self, std::exchange(ends, {})).send(with.owner);
    arm<ticking_actor>(self, plan, now);
  }

  // -- actions -----------------------------------------------------------------

  void perform(job& x, const action::arm_tick& y) {
    plan.set(x.tick, y.when, {x.key, tick_due});
  }

  void perform(job& x, const action::ask_task&) {
    plan.set(x.deadline, now + with.timeout, {x.key, answer_due});
    // Who drops the job forgets the question.
    x.asked = shim::ask<std::string>(
      self, x.task,
      [this, &x](caf::expected<std::string> y) {
        wake();
        x.deadline.clear();
        if (y)
          on(x, event::reported{std::move(*y)});
        else
          on(x, event::silent{std::move(y.error())});
        settle();
      },
      atom::report_v);
  }

  void perform(job&, const action::write& x) {
    if (with.log == nullptr)
      return;
    log(with.log, x.what);
    wake(); // a log may be slow
  }

  void perform(job& x, action::finish& y) {
    ends.all.emplace_back(loop_end{x.key, std::move(y.how), false});
  }

  // -- behavior ----------------------------------------------------------------

  ticking_actor::behavior_type make_behavior();

  ticking_actor::pointer self;
  logger_setup with;
  time_point now; // of the message that is handled
  agenda plan;
  std::unordered_map<uint64_t, job> jobs;
  size_t dropped = 0; // since the last sweep
  actions todo;       // empty but during an event
  loop_ends ends;     // not sent yet
};

ticking_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, with.owner, [this](const caf::error&) { self->quit(); });
  return {
    [this](loop_orders& x) {
      wake();
      for (auto& order : x.all)
        obey(order);
      settle();
    },
    [](atom::save, uint64_t) -> caf::result<attempt_record> {
      return make_error(ec::bad_argument, "the logger writes no checkpoints");
    },
    [this](atom::tick, int64_t when) {
      wake();
      ring(when);
      settle();
    },
  };
}

} // namespace

} // namespace logger

loop_actor spawn_status_logger(caf::actor_system& sys, logger_setup setup) {
  return shim::spawn<logger::memory>(sys, std::move(setup));
}

} // namespace status
