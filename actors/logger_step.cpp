#include "actors/logger_step.hpp"

#include <fmt/format.h>

#include <utility>

#include "status/messages/report.hpp"

namespace status::logger {

namespace {

/// One call of `step`: the transitions of the loop as named functions.
class stepper {
public:
  stepper(record& self, time_point now, actions& out)
    : self(self), now(now), out(out) {
    // nop
  }

  void on(const event::subscribed& x) {
    if (self.interval.count() == 0) {
      say(log_level::info, "status reports are switched off");
      return finish(watch_end::past_gate);
    }
    if (!may_log_status(x.now))
      return finish(watch_end::past_gate);
    arm_next_tick();
  }

  void on(const event::tick&) {
    arm_next_tick();
    if (self.asked) // a deadline longer than the interval
      return;
    self.asked = now;
    out.emplace_back(action::ask_task{});
  }

  void on(const event::reported& x) {
    self.asked.reset();
    self.unavailable.reset();
    if (!self.speaks)
      return;
    auto last = x.text.find_last_not_of(" \t\r\n");
    if (last != std::string::npos)
      say(log_level::info, x.text.substr(0, last + 1));
  }

  void on(const event::silent& x) {
    auto asked = std::exchange(self.asked, std::nullopt).value_or(now);
    if (!self.unavailable)
      self.unavailable = asked;
    say(log_level::warning,
        fmt::format("status unavailable for {}: {}",
                    format_duration(now - *self.unavailable), to_text(x.why)));
  }

  void on(const event::moved& x) {
    if (!may_log_status(x.to))
      finish(watch_end::past_gate);
  }

  void on(const event::end& x) {
    finish(x.how, x.cause);
  }

private:
  /// The only place that arms a tick. Ticks that were slept through are gone.
  void arm_next_tick() {
    auto passed = (now - self.origin) / self.interval;
    auto next = self.origin + (passed + 1) * self.interval;
    out.emplace_back(action::arm_tick{next});
  }

  void finish(watch_end how, const caf::error& cause = {}) {
    self.running = false;
    watch_result result;
    result.end = how;
    result.cause = cause;
    out.emplace_back(action::finish{std::move(result)});
  }

  void say(log_level level, std::string text) {
    out.emplace_back(
      action::write{{level, "status.status_logger", std::move(text), {}}});
  }

  record& self;
  time_point now;
  actions& out;
};

} // namespace

void step(record& self, const any_event& what, time_point now, actions& out) {
  if (!self.running)
    return;
  stepper work{self, now, out};
  std::visit([&work](const auto& x) { work.on(x); }, what);
}

} // namespace status::logger
