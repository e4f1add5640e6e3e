#include <fmt/format.h>

#include <utility>

#include "actors/dumper_stepper.hpp"

namespace status::dumper {

judgement judge(const caf::error& err, bool stopping, state current) {
  if (has_code(err, ec::watermark_not_ready))
    return judgement::retry;
  if (stopping)
    return judgement::stop;
  if (has_code(err, ec::cancelled))
    return judgement::cancelled;
  if (past_cut_over(current))
    return judgement::superseded;
  return judgement::fatal;
}

void stepper::fail(const flight& ended, attempt_result how,
                   const caf::error& err) {
  auto done = outcome(ended, how);
  done.cause = err;
  switch (judge(err, self.stopping.has_value(), self.current)) {
    case judgement::retry:
      done.result = attempt_result::not_ready;
      say(log_level::warning, "no checkpoint: " + to_text(err),
          {{"attempt", std::to_string(ended.id)}});
      settle(std::move(done));
      return wait_for_watermark(ended);
    case judgement::stop:
      if (how == attempt_result::failed)
        done.result = attempt_result::dropped;
      settle(std::move(done));
      return go_on(ended);
    case judgement::cancelled:
      done.result = attempt_result::dropped;
      settle(std::move(done));
      say(log_level::info, "the job is cancelled, no more checkpoints");
      return finish(watch_end::cancelled);
    case judgement::superseded:
      self.pending = std::make_unique<attempt_record>(std::move(done));
      return drop(to_string(self.current) + " came first");
    case judgement::fatal:
      return count_failure(std::move(done));
  }
}

void stepper::wait_for_watermark(const flight& ended) {
  if (!self.not_ready_since)
    self.not_ready_since = now;
  if (opts.stale_after.count() > 0 && !self.stale
      && now - *self.not_ready_since > opts.stale_after)
    out.emplace_back(action::ask_throttle{});
  go_on(ended);
}

void stepper::count_failure(attempt_record done) {
  ++self.failures;
  if (self.failures <= opts.tolerated_failures
      && !has_code(done.cause, ec::fenced)) {
    say(log_level::warning, "attempt failed: " + to_text(done.cause),
        {{"attempt", std::to_string(done.which.id)},
         {"failures", std::to_string(self.failures)},
         {"tolerated", std::to_string(opts.tolerated_failures)}});
    settle(std::move(done));
    return serve_demand();
  }
  auto cause = done.cause;
  self.pending = std::make_unique<attempt_record>(std::move(done));
  if (code_of(cause) != ec::could_not_write_checkpoint
      && code_of(cause) != ec::fenced)
    cause = wrap(ec::could_not_write_checkpoint, {}, cause);
  charge(std::move(cause));
}

/// A tick that an expired attempt keeps from starting: the store hangs.
void stepper::fail_again() {
  ++self.failures;
  if (self.failures > opts.tolerated_failures)
    return charge(wrap(ec::could_not_write_checkpoint, {}, still_expired()));
  ++self.skipped;
  say(log_level::warning, to_text(still_expired()));
}

caf::error stepper::still_expired() const {
  return make_error(ec::expired, fmt::format("attempt {} may still write",
                                             self.expired.front()));
}

void stepper::charge(caf::error cause) {
  self.now = phase::judging;
  self.charge = cause;
  out.emplace_back(action::ask_judge{std::move(cause)});
}

} // namespace status::dumper
