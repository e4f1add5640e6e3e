// A watch with a metrics sink that keeps what it is told, on real threads.
#pragma once

#include "live.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "status/actors/watcher.hpp"
#include "status/messages/metrics.hpp"

namespace status::test {

/// One phase as it was told.
struct phase {
  state which = state::initial;
  caf::timespan duration{0};
  phase_outcome outcome = phase_outcome::succeeded;
};

/// Keeps what it is told; can be made to hang or to throw.
class recording_sink : public metrics_sink {
public:
  void on_transition(const transition& x) override {
    keep(transitions, x);
  }

  void on_phase(state x, caf::timespan duration,
                phase_outcome outcome) override {
    keep(phases, phase{x, duration, outcome});
  }

  void on_attempt(const attempt_record& x) override {
    keep(attempts, x);
  }

  void on_copy_totals(const copy_totals& x) override {
    keep(totals, x);
  }

  /// Waits until `ready` holds; returns false if that takes too long.
  bool wait_until(const std::function<bool()>& ready) {
    std::unique_lock guard{mutex};
    return changed.wait_for(guard, patience, ready);
  }

  bool hangs = false; // before anything is kept
  gate hanging;
  gate release;
  bool throws = false;
  bool throws_a_number = false;
  std::atomic<int> inside{0};
  std::atomic<bool> crowded{false};
  std::mutex mutex; // guards what follows
  std::condition_variable changed;
  size_t calls = 0;
  std::vector<transition> transitions;
  std::vector<phase> phases;
  std::vector<attempt_record> attempts;
  std::vector<copy_totals> totals;

private:
  template <class T>
  void keep(std::vector<T>& xs, const T& x) {
    if (++inside > 1)
      crowded = true;
    hanging.open();
    if (hangs)
      release.wait();
    std::unique_lock guard{mutex};
    ++calls;
    xs.emplace_back(x);
    changed.notify_all();
    guard.unlock();
    --inside;
    if (throws)
      throw std::runtime_error("metrics are down");
    if (throws_a_number)
      throw 42;
  }
};

/// Counts warnings; told from several threads.
class counting_log : public log_sink {
public:
  void write(const log_record& x) override {
    if (x.level == log_level::warning && x.component == "status.metrics")
      ++warnings;
  }

  std::atomic<int> warnings{0};
};

struct metered : live_fixture {
  ~metered() {
    sink->release.open();
    if (watcher)
      ask<watch_result>(watcher, atom::abort_v);
    caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
    finish();
  }

  void begin(metrics_sink_ptr to, caf::timespan status_interval = 0s) {
    job_callbacks job;
    job.progress = [] {
      progress result;
      result.tables.push_back({"users", 3, 10, false});
      result.tables.push_back({"orders", 4, 20, false});
      return result;
    };
    job.dump = [](const attempt& x) -> caf::expected<checkpoint> {
      if (x.id == 2)
        return make_error(ec::watermark_not_ready);
      return checkpoint{"pos:" + std::to_string(x.id), 1};
    };
    task = spawn_task(sys, holder, std::move(job));
    watcher = watch_with(std::move(to), status_interval);
  }

  watcher_actor watch_with(metrics_sink_ptr to,
                           caf::timespan status_interval = 0s) {
    watch_options options;
    options.metrics = std::move(to);
    options.status_interval = status_interval;
    options.checkpoint_interval = 0s; // on demand
    options.log = log;
    return *watch(sys, task, holder.actor, options);
  }

  caf::expected<attempt_record> save() {
    return ask<attempt_record>(watcher, atom::save_v);
  }

  watch_result stop() {
    auto result = ask<watch_result>(watcher, atom::stop_v, stop_order{});
    if (!result)
      CAF_FAIL("no answer to stop: " << to_text(result.error()));
    watcher = nullptr;
    return *result;
  }

  std::shared_ptr<recording_sink> sink = std::make_shared<recording_sink>();
  std::shared_ptr<counting_log> log = std::make_shared<counting_log>();
  task_actor task;
  watcher_actor watcher;
};

} // namespace status::test
