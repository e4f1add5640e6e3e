#include "actors/metrics.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace status {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

using pump_actor = shim::extend<metrics_actor, caf::result<void>(atom::tick)>;

struct memory {
  static constexpr const char* name = "status.metrics";

  memory(pump_actor::pointer self, metrics_sink_ptr sink, progress_actor source,
         state_holder_actor holder, caf::timespan interval, log_sink_ptr log_to)
    : self(self),
      sink(std::move(sink)),
      source(std::move(source)),
      holder(std::move(holder)),
      interval(interval),
      log_to(std::move(log_to)) {
    shim::harden(self);
  }

  /// A sink that throws changes nothing; it is mentioned once.
  template <class F>
  void tell(F call) {
    try {
      call();
    } catch (const std::exception& ex) {
      complain(ex.what());
    } catch (...) {
      complain("an unknown exception");
    }
  }

  void complain(const char* what) {
    if (!std::exchange(complained, true))
      log(log_to, {log_level::warning,
                   name,
                   std::string{"the metrics sink throws: "} + what,
                   {}});
  }

  pump_actor me() const {
    return caf::actor_cast<pump_actor>(self);
  }

  void arm_next_tick() {
    next += interval;
    if (auto now = self->clock().now(); next <= now)
      next = now + interval; // slow sinks skip ticks
    shim::mail(self, atom::tick_v).schedule(next).send(me());
  }

  void ask_totals() {
    shim::mail(self, atom::progress_v)
      .request(source, patience)
      .then(
        [this](const progress& x) {
          tell([&] { sink->on_copy_totals(totals(x)); });
        },
        [](const caf::error&) {
          // The task may be busy or gone; others say so.
        });
  }

  void begin() {
    shim::monitor(self, source, [this](const caf::error&) { self->quit(); });
    if (interval.count() > 0) {
      next = self->clock().now();
      arm_next_tick();
    }
    shim::mail(self, atom::subscribe_v, subscriber_actor{me()})
      .request(holder, patience)
      .then([](const snapshot&) {}, [](const caf::error&) {});
  }

  pump_actor::behavior_type make_behavior();

  pump_actor::pointer self;
  metrics_sink_ptr sink;
  progress_actor source;
  state_holder_actor holder;
  caf::timespan interval;
  log_sink_ptr log_to;
  caf::actor_clock::time_point next;
  bool complained = false;
};

pump_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](const transition& x) {
      tell([&] {
        sink->on_transition(x);
        sink->on_phase(x.from, x.spent, outcome_of(x));
      });
    },
    [this](atom::record, const attempt_record& x) {
      tell([&] { sink->on_attempt(x); });
    },
    [this](atom::tick) {
      arm_next_tick();
      ask_totals();
    },
  };
}

} // namespace

metrics_actor spawn_metrics(caf::actor_system& sys, metrics_sink_ptr sink,
                            const progress_actor& source,
                            const state_holder_actor& holder,
                            caf::timespan interval, log_sink_ptr log) {
  return shim::spawn<memory, caf::detached>(sys, std::move(sink), source,
                                            holder, interval, std::move(log));
}

} // namespace status
