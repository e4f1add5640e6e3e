#include "actors/status_logger.hpp"

#include <utility>

#include "actors/loops_base.hpp"

namespace status {

namespace logger {

namespace {

enum due : uint32_t { tick_due, answer_due };

struct job : loop_job {
  logger::record record;
  shim::question asked{};
};

struct memory : loop_base<memory, job, logger_setup> {
  static constexpr const char* name = "status.status_logger";
  static constexpr bool wakes_many = true;

  memory(ticking_actor::pointer self, logger_setup setup)
    : loop_base(self, std::move(setup)) {
    // nop
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
    forget(x);
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
    auto& added = add(x);
    added.record.interval = with.interval;
    added.record.origin = time_point{x.origin};
    added.record.speaks = with.log != nullptr;
  }

  void on_due(job& x, uint32_t what) {
    if (what == tick_due)
      return on(x, event::tick{});
    shim::forget(self, x.asked);
    on(x, event::silent{make_error(caf::sec::request_timeout)});
  }

  // -- actions -----------------------------------------------------------------

  void perform(job& x, const action::arm_tick& y) {
    set(x, tick_due, y.when);
  }

  void perform(job& x, const action::ask_task&) {
    set(x, answer_due, now + with.timeout);
    // Who drops the job forgets the question.
    x.asked = shim::ask<std::string>(
      self, x.task,
      [this, &x](caf::expected<std::string> y) {
        wake();
        x.due[answer_due].clear();
        if (y)
          on(x, event::reported{std::move(*y)});
        else
          on(x, event::silent{std::move(y.error())});
        settle();
      },
      atom::report_v);
  }

  void perform(job&, const action::write& x) {
    write(x.what);
  }

  void perform(job& x, action::finish& y) {
    ends.all.emplace_back(loop_end{x.key, std::move(y.how), false});
  }

  // -- behavior ----------------------------------------------------------------

  ticking_actor::behavior_type make_behavior();

  actions todo; // empty but during an event
};

ticking_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, with.owner, [this](const caf::error&) { self->quit(); });
  return {
    [this](loop_orders& x) { hear(x); },
    [](atom::save, uint64_t) -> caf::result<attempt_record> {
      return make_error(ec::bad_argument, "the logger writes no checkpoints");
    },
    [this](atom::tick x, int64_t when) { hear(x, when); },
  };
}

} // namespace

} // namespace logger

loop_actor spawn_status_logger(caf::actor_system& sys, logger_setup setup) {
  return shim::spawn<logger::memory>(sys, std::move(setup));
}

} // namespace status
