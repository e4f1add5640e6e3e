// A supervised job in virtual time: each run's task is a scripted one, which
// the tests end by hand.
#pragma once

#include "fixture.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "status/actors/supervisor.hpp"

namespace status::test {

/// One run as the factory saw it.
struct scripted_run {
  run_info info;
  script_ptr job;
  task_actor task;
  bool over = false; // ended by the test
};

struct supervised : fixture {
  ~supervised() override {
    end(boss);
  }

  /// No jitter, so that pauses are exact.
  static supervise_options steady() {
    supervise_options result;
    result.restart.jitter_percent = 0;
    return result;
  }

  task_factory factory() {
    return [this](caf::actor_system&, const run_info& info) -> task_actor {
      if (factory_throws)
        throw std::runtime_error("no database");
      if (!runs.empty() && !runs.back().over)
        two_at_once = true;
      auto& next = runs.emplace_back(scripted_run{info, nullptr, {}, false});
      next.job = std::make_shared<script>();
      if (on_start)
        on_start(next);
      next.task = spawn_scripted_task(next.job);
      return next.task;
    };
  }

  void begin(supervise_options options = steady()) {
    options.watch.log = log;
    auto made = supervise(sys, factory(), std::move(options));
    if (!made)
      CAF_FAIL("cannot supervise: " << to_text(made.error()));
    boss = *made;
    settle();
  }

  scripted_run& run() {
    return runs.back();
  }

  /// Moves the job of the current run.
  void enter(state to) {
    ask<snapshot>(run().info.holder.actor, atom::advance_v, to).value();
  }

  /// Ends the current run's task.
  void end_task() {
    run().over = true;
    caf::anon_send_exit(run().task, caf::exit_reason::user_shutdown);
    settle();
  }

  /// Fails the current run as its task would: says why, and ends.
  void fail_run(ec code = ec::unavailable, const std::string& text = "oops") {
    ask<verdict>(run().info.holder.actor, atom::fail_v, make_error(code, text));
    end_task();
  }

  /// The cut-over and the end of a job that succeeds.
  void succeed() {
    enter(state::cut_over);
    enter(state::close);
    end_task();
  }

  size_t cancels() {
    return run().job->cancels.size();
  }

  std::vector<scripted_run> runs;
  std::function<void(scripted_run&)> on_start;
  bool factory_throws = false;
  bool two_at_once = false;
  supervisor_actor boss;
};

} // namespace status::test
