#define CAF_SUITE metrics
#include "live.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "status/actors/watcher.hpp"
#include "status/messages/metrics.hpp"

using namespace status;
using namespace status::test;

namespace {

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

} // namespace

CAF_TEST_FIXTURE_SCOPE(metrics_tests, metered)

// -- what is told --------------------------------------------------------------

CAF_TEST(4.6 every transition is told and the phase that it ends) {
  begin(sink);
  advance(state::copy_rows);
  advance(state::checksum);
  CAF_REQUIRE(sink->wait_until([&] { return sink->phases.size() == 2; }));
  CAF_CHECK(sink->transitions[0].to == state::copy_rows);
  CAF_CHECK(sink->transitions[1].to == state::checksum);
  CAF_CHECK(sink->phases[0].which == state::initial);
  CAF_CHECK(sink->phases[1].which == state::copy_rows);
  CAF_CHECK(sink->phases[1].duration == sink->transitions[1].spent);
  CAF_CHECK(sink->phases[1].duration == time_in(look(), state::copy_rows));
  CAF_CHECK(sink->phases[1].outcome == phase_outcome::succeeded);
}

CAF_TEST(4.6 what happened before the watch is told as well) {
  advance(state::copy_rows);
  advance(state::checksum);
  begin(sink);
  advance(state::post_checksum);
  CAF_REQUIRE(sink->wait_until([&] { return sink->phases.size() == 3; }));
  CAF_CHECK_EQUAL(sink->transitions[0].at.sequence, 1u);
  CAF_CHECK_EQUAL(sink->transitions[2].at.sequence, 3u);
}

CAF_TEST(a failure ends its phase as failed) {
  begin(sink);
  ask<verdict>(holder.actor, atom::fail_v, make_error(ec::expired));
  CAF_REQUIRE(sink->wait_until([&] { return !sink->phases.empty(); }));
  CAF_CHECK(sink->phases[0].outcome == phase_outcome::failed);
  CAF_CHECK_EQUAL(sink->transitions[0].cause, ec::expired);
}

CAF_TEST(a cancellation ends its phase as cancelled) {
  begin(sink);
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  CAF_REQUIRE(sink->wait_until([&] { return !sink->phases.empty(); }));
  CAF_CHECK(sink->phases[0].outcome == phase_outcome::cancelled);
}

CAF_TEST(every attempt is told with its result) {
  begin(sink);
  CAF_CHECK(save());
  CAF_CHECK(!save());
  CAF_CHECK(save());
  CAF_REQUIRE(sink->wait_until([&] { return sink->attempts.size() == 3; }));
  CAF_CHECK(sink->attempts[0].result == attempt_result::ok);
  CAF_CHECK_EQUAL(sink->attempts[0].saved.position, "pos:1");
  CAF_CHECK(sink->attempts[1].result == attempt_result::not_ready);
  CAF_CHECK_EQUAL(sink->attempts[2].which.id, 3u);
}

CAF_TEST(the rows of all tables are told once per status interval) {
  begin(sink, 1ms);
  CAF_REQUIRE(sink->wait_until([&] { return sink->totals.size() >= 2; }));
  CAF_CHECK_EQUAL(sink->totals[0].rows_copied, 7u);
  CAF_CHECK_EQUAL(sink->totals[0].rows_expected, 30u);
}

// -- sinks that misbehave ------------------------------------------------------

CAF_TEST(4.6 a sink that hangs holds up nobody and loses nothing) {
  sink->hangs = true;
  begin(sink);
  advance(state::copy_rows);
  CAF_REQUIRE(sink->hanging.wait());
  CAF_CHECK(save());
  advance(state::checksum);
  CAF_CHECK(stop().end == watch_end::stopped);
  CAF_CHECK_EQUAL(sink->calls, 0u);
  sink->release.open();
  CAF_CHECK(sink->wait_until([&] { return sink->calls == 5; }));
  CAF_CHECK_EQUAL(sink->phases.size(), 2u);
  CAF_CHECK_EQUAL(sink->attempts.size(), 1u);
}

CAF_TEST(4.6 a sink that throws changes nothing and is mentioned once) {
  sink->throws = true;
  begin(sink);
  CAF_CHECK(save());
  CAF_CHECK(!save());
  CAF_CHECK(save());
  CAF_REQUIRE(sink->wait_until([&] { return sink->attempts.size() == 3; }));
  CAF_CHECK(stop().end == watch_end::stopped);
  CAF_CHECK_EQUAL(log->warnings.load(), 1);
}

CAF_TEST(the phase is told even if the transition made the sink throw) {
  sink->throws = true;
  begin(sink);
  advance(state::copy_rows);
  CAF_CHECK(sink->wait_until([&] { return !sink->phases.empty(); }));
}

CAF_TEST(4.6 two watches never call their sink at the same time) {
  sink->hangs = true;
  begin(sink);
  auto second = watch_with(sink);
  advance(state::copy_rows);
  CAF_REQUIRE(sink->hanging.wait());
  for (auto i = 0; i < 1000; ++i) // the other one has had time to come, too
    look();
  sink->release.open();
  CAF_CHECK(sink->wait_until([&] { return sink->phases.size() == 2; }));
  CAF_CHECK(!sink->crowded);
  ask<watch_result>(second, atom::abort_v);
}

// -- without a sink ------------------------------------------------------------

CAF_TEST(4.6 a watch without a sink has no actor for metrics) {
  auto actors = [this] {
    ask<snapshot>(watcher, atom::get_v); // then the watcher has begun
    return sys.registry().running();
  };
  begin(nullptr, 24h);
  auto without = actors();
  auto other = watch_with(nullptr, 24h);
  std::swap(other, watcher);
  CAF_CHECK_EQUAL(actors() - without, 3u); // a watcher and two loops
  auto third = watch_with(sink, 24h);
  std::swap(third, watcher);
  CAF_CHECK_EQUAL(actors() - without, 7u); // and one for the metrics
  ask<watch_result>(other, atom::abort_v);
  ask<watch_result>(third, atom::abort_v);
}

CAF_TEST_FIXTURE_SCOPE_END()
