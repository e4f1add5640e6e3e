#include "actors/dumper_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#include "actors/dumper_stepper.hpp"

namespace status::dumper {

namespace {

double seconds_of(caf::timespan x) {
  return std::chrono::duration<double>(x).count();
}

// A late answer is still noticed after the end, until nobody cares any more.
template <class Event>
constexpr bool heard_after_the_end = std::disjunction_v<
  std::is_same<Event, event::answer>, std::is_same<Event, event::demand>,
  std::is_same<Event, event::abort>, std::is_same<Event, event::owner_down>>;

} // namespace

void step(record& self, const any_event& what, time_point now,
          caf::timestamp wall, actions& out) {
  stepper work{self, now, wall, out};
  std::visit(
    [&](const auto& x) {
      if (self.now != phase::ended
          || heard_after_the_end<std::decay_t<decltype(x)>>)
        work.on(x);
    },
    what);
}

bool over(const record& self) {
  return self.now == phase::ended && self.expired.empty();
}

stepper::stepper(record& self, time_point now, caf::timestamp wall,
                 actions& out)
  : self(self), opts(*self.opts), now(now), wall(wall), out(out) {
  // nop
}

// -- events --------------------------------------------------------------------

void stepper::on(const event::subscribed& x) {
  self.now = phase::running;
  self.current = x.now.current;
  self.epoch = x.now.at.epoch;
  self.next_id = std::max(self.next_id, x.used + 1);
  settle_pending(attempt_result::failed); // a predecessor could not
  if (!may_checkpoint(self.current))
    return finish(watch_end::past_gate);
  if (self.in_flight) // a predecessor's
    out.emplace_back(
      action::arm_expiry{self.in_flight->deadline, self.in_flight->id});
  else if (self.stopping)
    return proceed_stop();
  if (opts.interval.count() == 0)
    say(log_level::info, "checkpoints are switched off");
  else
    arm_next_tick();
  serve_demand();
}

void stepper::on(const event::tick&) {
  if (self.stopping)
    return;
  self.first_due = false;
  arm_next_tick();
  if (self.now != phase::running || self.in_flight || pausing()) {
    ++self.skipped;
    return;
  }
  if (blocked())
    return fail_again();
  start();
}

void stepper::on(const event::demand&) {
  if (self.now == phase::ended)
    return refuse(make_error(ec::past_cut_over, "no more checkpoints"));
  self.demanded = true;
  if (self.now == phase::running)
    serve_demand();
}

void stepper::on(const event::answer& x) {
  if (self.in_flight && self.in_flight->id == x.id) {
    auto ended = land();
    if (x.result)
      succeed(ended, *x.result);
    else
      fail(ended, attempt_result::failed, x.result.error());
  } else if (auto i = std::find(self.expired.begin(), self.expired.end(), x.id);
             i != self.expired.end()) {
    self.expired.erase(i);
    note_late(x);
  }
}

void stepper::on(const event::expire& x) {
  if (!self.in_flight || self.in_flight->id != x.id)
    return;
  auto ended = land();
  self.expired.emplace_back(x.id);
  fail(ended, attempt_result::expired,
       make_error(ec::expired, fmt::format("no answer within {}s",
                                           seconds_of(now - ended.started))));
}

void stepper::on(const event::moved& x) {
  self.current = x.to;
  // An attempt in flight and a verdict under way end by their own answer.
  if (!may_checkpoint(x.to) && self.now == phase::running && !self.in_flight)
    finish(watch_end::past_gate);
}

void stepper::on(const event::ruled& x) {
  if (self.now != phase::judging)
    return;
  self.now = phase::running;
  if (!x.result) {
    const auto& err = x.result.error();
    if (has_code(err, ec::past_cut_over))
      return drop("the cut-over came first");
    if (!has_code(err, ec::cancelled))
      return lose_holder(err);
    settle_pending(attempt_result::dropped);
    return self.stopping ? proceed_stop() : finish(watch_end::stopped);
  }
  if (!x.result->first)
    return drop("the run has failed already");
  settle_pending(attempt_result::failed);
  say(log_level::error, "the job is cancelled: " + to_text(self.charge),
      {{"attempt", std::to_string(self.last->which.id)}});
  finish(watch_end::failed, self.charge);
}

void stepper::on(const event::throttled& x) {
  if (self.now != phase::running || self.stopping || self.stale
      || !self.not_ready_since)
    return;
  if (x.yes) { // whoever is held back has not been late
    self.not_ready_since = now;
    return;
  }
  if (opts.cancel_when_stale && self.in_flight)
    return; // may still bring what is missing
  self.stale = true;
  auto text = fmt::format("checkpoint_stale: not ready for {}s",
                          seconds_of(now - *self.not_ready_since));
  say(log_level::warning, text);
  if (opts.cancel_when_stale)
    charge(make_error(ec::could_not_write_checkpoint, text));
}

void stepper::on(const event::stop& x) {
  if (self.stopping) {
    self.stopping->final_checkpoint |= x.order.final_checkpoint;
    self.stopping->budget = std::max(self.stopping->budget, x.order.budget);
    return;
  }
  self.stopping = x.order;
  if (self.now == phase::running && !self.in_flight)
    proceed_stop();
}

void stepper::on(const event::abort&) {
  self.expired.clear();
  if (self.now != phase::ended)
    finish(watch_end::aborted);
}

void stepper::on(const event::holder_down& x) {
  // Nobody can prove any more that the cut-over has not come.
  lose_holder(x.cause);
}

void stepper::on(const event::owner_down& x) {
  if (self.now != phase::ended)
    say(log_level::error,
        "the watcher ended, no more checkpoints: " + to_text(x.cause));
  on(event::abort{});
}

} // namespace status::dumper
