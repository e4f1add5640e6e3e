/// One call of the dumper's `step`: the transitions of the loop as named
/// functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actors/dumper_step.hpp"

namespace status::dumper {

class stepper {
public:
  stepper(record& self, time_point now, caf::timestamp wall, actions& out);

  // -- events, in dumper_step.cpp ------------------------------------------------

  void on(const event::subscribed& x);
  void on(const event::tick& x);
  void on(const event::demand& x);
  void on(const event::answer& x);
  void on(const event::expire& x);
  void on(const event::moved& x);
  void on(const event::ruled& x);
  void on(const event::throttled& x);
  void on(const event::stop& x);
  void on(const event::abort& x);
  void on(const event::holder_down& x);
  void on(const event::owner_down& x);

private:
  // -- attempts, in dumper_attempts.cpp ------------------------------------------

  bool blocked() const;
  bool pausing() const;
  void start(const std::optional<stop_order>& last = {});
  void serve_demand();
  flight land();
  attempt_record outcome(const flight& ended, attempt_result how) const;
  void settle(attempt_record x);
  void settle_pending(attempt_result how);
  void succeed(const flight& ended, const checkpoint& saved);
  void note_late(const event::answer& x);
  void go_on(const flight& ended);

  // -- failures, in dumper_failures.cpp ------------------------------------------

  void fail(const flight& ended, attempt_result how, const caf::error& err);
  void wait_for_watermark(const flight& ended);
  void count_failure(attempt_record done);
  void fail_again();
  caf::error still_expired() const;
  void charge(caf::error cause);

  // -- ends and the grid, in dumper_ends.cpp -------------------------------------

  void proceed_stop();
  void drop(const std::string& why);
  void lose_holder(const caf::error& err);
  void finish(watch_end how, caf::error cause = {});
  void refuse(caf::error why);
  void arm_next_tick();
  void say(log_level level, std::string text,
           std::vector<log_field> fields = {});

  record& self;
  const options& opts;
  time_point now;
  caf::timestamp wall;
  actions& out;
};

} // namespace status::dumper
