#include "actors/status_logger.hpp"

#include <chrono>
#include <utility>

namespace status {

namespace {

// A holder that takes longer has died for all we know.
constexpr caf::timespan patience = std::chrono::seconds{10};

using logger_actor
  = shim::extend<loop_actor, caf::result<void>(atom::tick, uint64_t)>;

struct memory {
  static constexpr const char* name = "status.status_logger";

  memory(logger_actor::pointer self, logger_setup setup)
    : self(self), with(std::move(setup)) {
    shim::harden(self);
    record.interval = with.interval;
    record.origin = with.origin;
  }

  void on(const logger::any_event& event) {
    for (auto& x : logger::step(record, event, self->clock().now()))
      std::visit([this](auto& y) { perform(y); }, x);
  }

  void perform(const logger::action::arm_tick& x) {
    shim::mail(self, atom::tick_v, x.generation).schedule(x.when).send(me());
  }

  void perform(const logger::action::ask_task&) {
    shim::mail(self, atom::report_v)
      .request(with.task, with.timeout)
      .then(
        [this](std::string& x) { on(logger::event::reported{std::move(x)}); },
        [this](caf::error& x) { on(logger::event::silent{std::move(x)}); });
  }

  void perform(const logger::action::write& x) {
    log(with.log, x.what);
  }

  void perform(const logger::action::finish& x) {
    shim::mail(self, atom::done_v, x.how).send(with.owner);
    self->quit();
  }

  logger_actor me() const {
    return caf::actor_cast<logger_actor>(self);
  }

  void lose_holder(const char* how, const caf::error& reason) {
    on(logger::event::end{watch_end::holder_down,
                          wrap(ec::holder_down, how, reason)});
  }

  void begin() {
    shim::monitor(self, with.owner, [this](const caf::error&) {
      on(logger::event::end{watch_end::aborted, {}});
    });
    shim::monitor(self, with.holder, [this](const caf::error& reason) {
      lose_holder("the state holder ended", reason);
    });
    shim::mail(self, atom::subscribe_v, subscriber_actor{me()})
      .request(with.holder, patience)
      .then(
        [this](const snapshot& x) { on(logger::event::subscribed{x.current}); },
        [this](const caf::error& err) {
          lose_holder("the state holder is silent", err);
        });
  }

  logger_actor::behavior_type make_behavior();

  logger_actor::pointer self;
  logger_setup with;
  logger::record record;
};

logger_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](const transition& x) { on(logger::event::moved{x.to}); },
    [this](atom::stop, const stop_order&) {
      on(logger::event::end{watch_end::stopped, {}});
    },
    [this](atom::abort) {
      on(logger::event::end{watch_end::aborted, {}});
    },
    [](atom::save) -> caf::result<attempt_record> {
      return make_error(ec::bad_argument, "the logger writes no checkpoints");
    },
    [this](atom::tick, uint64_t generation) {
      on(logger::event::tick{generation});
    },
  };
}

} // namespace

loop_actor spawn_status_logger(caf::actor_system& sys, logger_setup setup) {
  return shim::spawn<memory>(sys, std::move(setup));
}

} // namespace status
