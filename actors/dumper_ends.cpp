#include <utility>

#include "actors/dumper_stepper.hpp"

namespace status::dumper {

// -- ends ----------------------------------------------------------------------

void stepper::proceed_stop() {
  if (self.stopping->final_checkpoint && may_checkpoint(self.current)
      && !blocked())
    return start(self.stopping);
  finish(watch_end::stopped);
}

void stepper::drop(const std::string& why) {
  say(log_level::info, why + ", no more checkpoints");
  finish(watch_end::past_gate);
}

void stepper::lose_holder(const caf::error& err) {
  settle_pending(attempt_result::failed);
  finish(watch_end::holder_down, err);
}

void stepper::finish(watch_end how, caf::error cause) {
  self.now = phase::ended;
  settle_pending(attempt_result::dropped);
  refuse(
    make_error(ec::past_cut_over, "no more checkpoints: " + to_string(how)));
  if (self.in_flight) { // its id is used, which the holder has to know
    auto dropped = outcome(land(), attempt_result::dropped);
    dropped.cause
      = make_error(ec::cancelled, "the watch ended: " + to_string(how));
    settle(std::move(dropped));
  }
  watch_result result;
  result.end = how;
  result.cause = std::move(cause);
  if (self.last != nullptr)
    result.last = *self.last;
  result.skipped_ticks = self.skipped;
  out.emplace_back(action::finish{std::move(result)});
}

void stepper::refuse(caf::error why) {
  self.demanded = false;
  out.emplace_back(action::refuse{std::move(why)});
}

// -- the grid ------------------------------------------------------------------

/// The only place that arms a tick. Ticks that were slept through are gone.
void stepper::arm_next_tick() {
  auto passed = (now - self.origin) / opts.interval;
  auto next = self.origin + (passed + 1) * opts.interval;
  if (self.first_due)
    next = self.origin + opts.first; // at once if that has passed
  out.emplace_back(action::arm_tick{next});
}

void stepper::say(log_level level, std::string text,
                  std::vector<log_field> fields) {
  out.emplace_back(action::write{
    {level, "status.checkpoint_dumper", std::move(text), std::move(fields)}});
}

} // namespace status::dumper
