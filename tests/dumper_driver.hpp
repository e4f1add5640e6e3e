// Plays the actor around the dumper's step: fires its timers in order, keeps
// what it wants done. Also holds the options of the usual watch.
#pragma once

#include "fixture.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/dumper_step.hpp"

namespace status::test {

class dumper_driver {
public:
  dumper_driver();

  /// Begins the loop and answers its subscription.
  void start(state current = state::copy_rows);

  void subscribe(state current);

  /// Another loop takes over from one that crashed; its timers are gone.
  void crash(state current = state::copy_rows);

  void on(const dumper::any_event& event);

  /// Lets time pass and fires what is due.
  void pass(caf::timespan duration);

  void succeed(uint64_t id, std::string position = "pos") {
    on(dumper::event::answer{id, checkpoint{std::move(position), 3}});
  }

  void fail(uint64_t id, const caf::error& err) {
    on(dumper::event::answer{id, err});
  }

  void fail(uint64_t id, ec code) {
    fail(id, make_error(code, "because"));
  }

  void rule(bool first) {
    on(dumper::event::ruled{verdict{first, self.charge}});
  }

  void rule(ec refusal) {
    on(dumper::event::ruled{make_error(refusal)});
  }

  void stop(bool final_checkpoint = false, caf::timespan budget = 0s) {
    on(dumper::event::stop{{final_checkpoint, budget}});
  }

  void move(state to) {
    on(dumper::event::moved{to});
  }

  static dumper::time_point at(caf::timespan x) {
    return dumper::time_point{1000s + x};
  }

  size_t said(log_level level, const std::string& part = {}) const;

  /// How the loop has ended; nothing while it goes on.
  std::optional<watch_end> end() const;

  struct asking {
    uint64_t id;
    caf::timespan when;
  };

  static constexpr caf::timestamp wall{std::chrono::hours{500'000}};

  dumper::options opts;
  dumper::record self;
  caf::timespan time{0};
  std::vector<asking> asked; // of the task
  std::vector<attempt_record> settled;
  std::vector<caf::error> refused;
  std::vector<caf::error> charges;
  size_t throttle_questions = 0;
  std::vector<log_record> log;
  std::vector<watch_result> finished;
  std::vector<dumper::action::arm_tick> ticks;
  std::vector<dumper::action::arm_expiry> expiries;

private:
  bool fire_until(caf::timespan until);
  void keep(const dumper::action::arm_tick& x);
  void keep(const dumper::action::arm_expiry& x);
  void keep(const dumper::action::ask_task& x);
  void keep(const dumper::action::settle& x);
  void keep(const dumper::action::refuse& x);
  void keep(const dumper::action::ask_judge& x);
  void keep(const dumper::action::ask_throttle& x);
  void keep(const dumper::action::write& x);
  void keep(const dumper::action::finish& x);
};

} // namespace status::test
