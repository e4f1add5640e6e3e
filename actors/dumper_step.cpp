#include "actors/dumper_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

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

record begin(options opts, time_point origin) {
  record result;
  result.opts = opts;
  result.origin = origin;
  return result;
}

namespace {

double seconds_of(caf::timespan x) {
  return std::chrono::duration<double>(x).count();
}

/// One call of `step`: the transitions of the loop as named functions.
class stepper {
public:
  stepper(record& self, time_point now, caf::timestamp wall)
    : self(self), now(now), wall(wall) {
    // nop
  }

  // -- events ------------------------------------------------------------------

  void on(const event::subscribed& x) {
    if (self.now != phase::starting)
      return;
    self.now = phase::running;
    self.current = x.now.current;
    self.epoch = x.now.at.epoch;
    if (!may_checkpoint(self.current))
      return finish(watch_end::past_gate);
    if (self.stopping)
      return proceed_stop();
    if (self.opts.interval.count() == 0)
      say(log_level::info, "checkpoints are switched off");
    else
      arm_next_tick();
    if (self.demanded)
      start({});
  }

  void on(const event::tick& x) {
    if (x.generation != self.generation || self.stopping)
      return;
    arm_next_tick();
    if (self.now != phase::running || self.in_flight || pausing()) {
      ++self.skipped;
      return;
    }
    if (blocked())
      return fail_again();
    start({});
  }

  void on(const event::demand&) {
    if (self.stopping)
      return refuse(make_error(ec::cancelled, "the watch is stopping"));
    if (self.now == phase::running && !self.in_flight) {
      if (blocked())
        return refuse(still_expired());
      return start({});
    }
    self.demanded = true;
  }

  void on(const event::answer& x) {
    if (self.in_flight && self.in_flight->id == x.id) {
      auto ended = land();
      if (x.result)
        succeed(ended, *x.result);
      else
        fail(ended, attempt_result::failed, x.result.error());
    } else if (self.expired.erase(x.id) > 0) {
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
  }

  void on(const event::expire& x) {
    if (!self.in_flight || self.in_flight->id != x.id)
      return;
    auto ended = land();
    self.expired.insert(x.id);
    fail(ended, attempt_result::expired,
         make_error(ec::expired, fmt::format("no answer within {}s",
                                             seconds_of(now - ended.started))));
  }

  void on(const event::moved& x) {
    self.current = x.to;
    // An attempt in flight and a verdict under way end by their own answer.
    if (!may_checkpoint(x.to) && self.now == phase::running && !self.in_flight)
      finish(self.stopping ? watch_end::stopped : watch_end::past_gate);
  }

  void on(const event::ruled& x) {
    if (self.now != phase::judging)
      return;
    self.now = phase::running;
    if (!x.result) {
      const auto& err = x.result.error();
      if (has_code(err, ec::past_cut_over))
        return drop("the cut-over came first", watch_end::past_gate);
      if (has_code(err, ec::cancelled)) { // the watcher is stopping
        settle_pending(attempt_result::dropped);
        if (self.stopping)
          return proceed_stop();
        return finish(watch_end::stopped);
      }
      return lose_holder(err);
    }
    if (!x.result->first)
      return drop("the run has failed already", watch_end::past_gate);
    settle_pending(attempt_result::failed);
    say(log_level::error, "the job is cancelled: " + to_text(self.charge),
        {{"attempt", std::to_string(self.last.which.id)}});
    out.emplace_back(action::cancel_task{self.charge});
    finish(watch_end::failed, self.charge);
  }

  void on(const event::throttled& x) {
    if (self.now != phase::running || x.yes || self.stale
        || !self.not_ready_since)
      return;
    self.stale = true;
    auto text = fmt::format("checkpoint_stale: not ready for {}s",
                            seconds_of(now - *self.not_ready_since));
    say(log_level::warning, text);
    if (self.opts.cancel_when_stale && !self.in_flight && !self.stopping)
      charge(make_error(ec::could_not_write_checkpoint, text));
  }

  void on(const event::stop& x) {
    if (self.stopping) {
      self.stopping->final_checkpoint |= x.order.final_checkpoint;
      self.stopping->budget = std::max(self.stopping->budget, x.order.budget);
      return;
    }
    self.stopping = x.order;
    if (self.now == phase::running && !self.in_flight)
      proceed_stop();
  }

  void on(const event::abort&) {
    finish(watch_end::aborted);
  }

  void on(const event::task_down&) {
    // The watcher sees the death, too, and says why.
    finish(watch_end::task_down);
  }

  void on(const event::holder_down& x) {
    // Nobody can prove any more that the cut-over has not come.
    finish(watch_end::holder_down, x.cause);
  }

  actions out;

private:
  // -- attempts ----------------------------------------------------------------

  bool blocked() const {
    return !self.expired.empty() && !self.opts.store_fences;
  }

  bool pausing() const {
    return now < self.not_before
           || (self.last_end && now < *self.last_end + self.opts.min_pause);
  }

  void start(const std::optional<stop_order>& last) {
    self.demanded = false;
    self.in_flight = flight{self.next_id++, now, last.has_value()};
    auto id = self.in_flight->id;
    auto timeout = last && last->budget.count() > 0 ? last->budget
                                                    : self.opts.timeout;
    out.emplace_back(action::ask_task{{self.epoch, id}});
    out.emplace_back(action::arm_expiry{now + timeout, id});
  }

  flight land() {
    auto result = *self.in_flight;
    self.in_flight.reset();
    self.last_end = now;
    return result;
  }

  attempt_record outcome(const flight& ended, attempt_result how) const {
    attempt_record result;
    result.which = {self.epoch, ended.id};
    result.result = how;
    result.ended = wall;
    result.duration = now - ended.started;
    return result;
  }

  void settle(attempt_record x) {
    self.last = x;
    out.emplace_back(action::settle{std::move(x)});
  }

  void settle_pending(attempt_result how) {
    if (!self.pending) // charged for being stale, not for an attempt
      return;
    if (self.pending->result == attempt_result::failed)
      self.pending->result = how;
    settle(*std::exchange(self.pending, std::nullopt));
  }

  void succeed(const flight& ended, const checkpoint& saved) {
    self.failures = 0;
    self.not_ready_since.reset();
    self.stale = false;
    auto done = outcome(ended, attempt_result::ok);
    done.saved = saved;
    say(log_level::debug, "checkpoint written",
        {{"attempt", std::to_string(ended.id)}, {"position", saved.position}});
    settle(std::move(done));
    go_on(ended);
  }

  void fail(const flight& ended, attempt_result how, const caf::error& err) {
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
        done.result = dropped_or_expired(how);
        settle(std::move(done));
        return go_on(ended);
      case judgement::cancelled:
        done.result = dropped_or_expired(how);
        settle(std::move(done));
        say(log_level::info, "the job is cancelled, no more checkpoints");
        return finish(watch_end::cancelled);
      case judgement::superseded:
        self.pending = std::move(done);
        return drop("the cut-over came first", watch_end::past_gate);
      case judgement::fatal:
        return count_failure(std::move(done));
    }
  }

  static attempt_result dropped_or_expired(attempt_result how) {
    return how == attempt_result::expired ? how : attempt_result::dropped;
  }

  void wait_for_watermark(const flight& ended) {
    if (!self.not_ready_since)
      self.not_ready_since = now;
    if (!self.stale && now - *self.not_ready_since > self.opts.stale_after)
      out.emplace_back(action::ask_throttle{});
    go_on(ended);
  }

  /// After an attempt that does not end the loop by itself.
  void go_on(const flight& ended) {
    if (self.stopping) {
      if (ended.final)
        return finish(watch_end::stopped);
      return proceed_stop();
    }
    if (!may_checkpoint(self.current))
      return finish(watch_end::past_gate);
    if (self.demanded)
      start({});
  }

  void count_failure(attempt_record done) {
    ++self.failures;
    if (self.failures <= self.opts.tolerated_failures
        && !has_code(done.cause, ec::fenced)) {
      say(log_level::warning, "attempt failed: " + to_text(done.cause),
          {{"attempt", std::to_string(done.which.id)},
           {"failures", std::to_string(self.failures)},
           {"tolerated", std::to_string(self.opts.tolerated_failures)}});
      settle(std::move(done));
      if (self.demanded)
        blocked() ? refuse(still_expired()) : start({});
      return;
    }
    auto cause = done.cause;
    self.pending = std::move(done);
    if (code_of(cause) != ec::could_not_write_checkpoint
        && code_of(cause) != ec::fenced)
      cause = wrap(ec::could_not_write_checkpoint, {}, cause);
    charge(std::move(cause));
  }

  /// A tick that an expired attempt keeps from starting: the store hangs.
  void fail_again() {
    ++self.failures;
    if (self.failures > self.opts.tolerated_failures)
      return charge(wrap(ec::could_not_write_checkpoint, {}, still_expired()));
    ++self.skipped;
    say(log_level::warning, to_text(still_expired()));
  }

  caf::error still_expired() const {
    return make_error(ec::expired,
                      fmt::format("attempt {} may still write",
                                  *self.expired.begin()));
  }

  void charge(caf::error cause) {
    self.now = phase::judging;
    self.charge = cause;
    out.emplace_back(action::ask_judge{std::move(cause)});
  }

  // -- ends --------------------------------------------------------------------

  void proceed_stop() {
    if (self.stopping->final_checkpoint && may_checkpoint(self.current)
        && !blocked())
      return start(self.stopping);
    finish(watch_end::stopped);
  }

  void drop(const char* why, watch_end how) {
    settle_pending(attempt_result::dropped);
    say(log_level::info, fmt::format("{}, no more checkpoints", why));
    finish(self.stopping ? watch_end::stopped : how);
  }

  void lose_holder(const caf::error& err) {
    settle_pending(attempt_result::failed);
    finish(watch_end::holder_down, err);
  }

  void finish(watch_end how, caf::error cause = {}) {
    self.now = phase::ended;
    refuse(make_error(ec::past_cut_over,
                      "no more checkpoints: " + to_string(how)));
    watch_result result;
    result.end = how;
    result.cause = std::move(cause);
    result.last = self.last;
    result.skipped_ticks = self.skipped;
    out.emplace_back(action::finish{std::move(result)});
  }

  void refuse(caf::error why) {
    self.demanded = false;
    out.emplace_back(action::refuse{std::move(why)});
  }

  // -- the grid ----------------------------------------------------------------

  /// The only place that arms a tick. Ticks that were slept through are gone.
  void arm_next_tick() {
    auto first = self.opts.first;
    time_point next;
    if (self.next_id == 1 && self.generation == 0 && first.count() > 0) {
      next = std::max(self.origin + first, now);
    } else {
      auto passed = (now - self.origin) / self.opts.interval;
      next = self.origin + (passed + 1) * self.opts.interval;
    }
    out.emplace_back(action::arm_tick{next, ++self.generation});
  }

  void say(log_level level, std::string text,
           std::vector<log_field> fields = {}) {
    out.emplace_back(action::write{{level, "status.checkpoint_dumper",
                                    std::move(text), std::move(fields)}});
  }

  record& self;
  time_point now;
  caf::timestamp wall;
};

} // namespace

actions step(record& self, const any_event& what, time_point now,
             caf::timestamp wall) {
  if (self.now == phase::ended)
    return {};
  stepper work{self, now, wall};
  std::visit([&work](const auto& x) { work.on(x); }, what);
  return std::move(work.out);
}

} // namespace status::dumper
