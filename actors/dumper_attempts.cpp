#include <algorithm>
#include <utility>

#include "actors/dumper_stepper.hpp"

namespace status::dumper {

bool stepper::blocked() const {
  return !self.expired.empty() && !opts.store_fences;
}

bool stepper::pausing() const {
  return self.last_end && now < *self.last_end + opts.min_pause;
}

void stepper::start(const std::optional<stop_order>& last) {
  self.demanded = false;
  auto timeout = opts.timeout;
  if (last && last->budget.count() > 0)
    timeout = std::min(last->budget, longest_budget);
  auto id = self.next_id++;
  self.in_flight = flight{id, now, now + timeout, last.has_value()};
  out.emplace_back(action::ask_task{{self.epoch, id}});
  out.emplace_back(action::arm_expiry{self.in_flight->deadline, id});
}

/// Starts an attempt if somebody waits for one and none is in flight.
void stepper::serve_demand() {
  if (!self.demanded || self.in_flight)
    return;
  if (blocked())
    return refuse(still_expired());
  start();
}

flight stepper::land() {
  self.last_end = now;
  return *std::exchange(self.in_flight, std::nullopt);
}

attempt_record stepper::outcome(const flight& ended, attempt_result how) const {
  attempt_record result;
  result.which = {self.epoch, ended.id};
  result.result = how;
  result.ended = wall;
  result.duration = now - ended.started;
  return result;
}

void stepper::settle(attempt_record x) {
  if (self.last == nullptr)
    self.last = std::make_unique<attempt_record>();
  *self.last = x;
  out.emplace_back(action::settle{std::move(x)});
}

void stepper::settle_pending(attempt_result how) {
  if (!self.pending) // charged for being stale, not for an attempt
    return;
  if (self.pending->result == attempt_result::failed)
    self.pending->result = how;
  settle(std::move(*std::exchange(self.pending, nullptr)));
}

void stepper::succeed(const flight& ended, const checkpoint& saved) {
  self.failures = 0;
  self.not_ready_since.reset();
  self.stale = false;
  auto done = outcome(ended, attempt_result::ok);
  done.saved = saved;
  if (opts.speaks)
    say(log_level::debug, "checkpoint written",
        {{"attempt", std::to_string(ended.id)}, {"position", saved.position}});
  settle(std::move(done));
  go_on(ended);
}

void stepper::note_late(const event::answer& x) {
  attempt_record late;
  late.which = {self.epoch, x.id};
  late.result = attempt_result::late;
  late.ended = wall;
  if (x.result)
    late.saved = *x.result;
  else
    late.cause = x.result.error();
  say(log_level::warning, "a late answer is ignored",
      {{"attempt", std::to_string(x.id)}});
  out.emplace_back(action::settle{std::move(late)});
}

/// After an attempt that does not end the loop by itself.
void stepper::go_on(const flight& ended) {
  if (self.stopping)
    return ended.final ? finish(watch_end::stopped) : proceed_stop();
  if (!may_checkpoint(self.current))
    return finish(watch_end::past_gate);
  serve_demand();
}

} // namespace status::dumper
