#include "actors/metrics.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace status {

namespace measuring {

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
      sink->alone(call);
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

  /// After a sink that is slow, too, there is a whole interval.
  void arm_next_tick() {
    auto next = self->clock().now() + interval;
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
          // The task may be busy, or gone with the source; others say so.
        });
  }

  void begin() {
    shim::monitor(self, source, [this](const caf::error&) {
      source = nullptr;
      leave();
    });
    if (interval.count() > 0)
      arm_next_tick();
    shim::mail(self, atom::get_v)
      .request(holder, patience)
      .then([this](const snapshot& x) { catch_up_in(x.at.epoch); },
            [this](const caf::error&) { caught_up(); });
  }

  /// The job may have moved, and may even have ended, before this actor began.
  void catch_up_in(uint64_t epoch) {
    shim::mail(self, atom::subscribe_v, subscriber_actor{me()},
               stream_position{epoch, 0})
      .request(holder, patience)
      .then(
        [this](const catch_up& x) {
          for (const auto& event : x.missed)
            on(event);
          caught_up();
        },
        [this](const caf::error&) { caught_up(); });
  }

  void caught_up() {
    catching_up = false;
    leave();
  }

  /// Ends the actor if its watch has ended.
  void leave() {
    if (!source && !catching_up)
      self->quit();
  }

  void on(const transition& x) {
    tell([&] { sink->on_transition(x); });
    tell([&] { sink->on_phase(x.from, x.spent, outcome_of(x)); });
  }

  pump_actor::behavior_type make_behavior();

  pump_actor::pointer self;
  metrics_sink_ptr sink;
  progress_actor source; // invalid when it has ended
  state_holder_actor holder;
  caf::timespan interval;
  log_sink_ptr log_to;
  bool catching_up = true;
  bool complained = false;
};

pump_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](const transition& x) { on(x); },
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

} // namespace measuring

metrics_actor spawn_metrics(caf::actor_system& sys, metrics_sink_ptr sink,
                            const progress_actor& source,
                            const state_holder_actor& holder,
                            caf::timespan interval, log_sink_ptr log) {
  return shim::spawn<measuring::memory, caf::detached>(
    sys, std::move(sink), source, holder, interval, std::move(log));
}

} // namespace status
