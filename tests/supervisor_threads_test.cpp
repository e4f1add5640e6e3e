// A supervised job on real threads that fails and is started again, with short
// intervals, while everybody asks. What this says, it says to ThreadSanitizer.
#define CAF_SUITE supervisor_threads
#include "live.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "status/actors/supervisor.hpp"

namespace status::test::supervisor_threads_suite {

namespace {

constexpr uint32_t last_run = 4;
constexpr int dumps_per_run = 3;

// Counts what it is told by anybody at any time.
struct tally : log_sink, metrics_sink {
  void write(const log_record&) override {
    ++records;
  }

  void on_attempt(const attempt_record&) override {
    ++attempts;
  }

  std::atomic<int> records{0};
  std::atomic<int> attempts{0};
};

// Checks that it is told everything in order, from run to run.
class listener {
public:
  static constexpr const char* name = "test.listener";

  listener(subscriber_actor::pointer, std::shared_ptr<std::atomic<int>> wrong)
    : wrong(std::move(wrong)) {
    // nop
  }

  subscriber_actor::behavior_type make_behavior() {
    return {[this](const transition& x) {
      auto next = stream_position{at.epoch, at.sequence + 1};
      auto first = x.at.epoch > at.epoch && x.at.sequence == 1;
      if (at.epoch != 0 && !(x.at == next) && !first)
        ++*wrong;
      at = x.at;
    }};
  }

  std::shared_ptr<std::atomic<int>> wrong;
  stream_position at{0, 0};
};

struct crowd {
  crowd() {
    supervise_options options;
    options.watch.status_interval = 1ms;
    options.watch.status_timeout = patience;
    options.watch.checkpoint_interval = 1ms;
    options.watch.checkpoint_timeout = patience;
    options.watch.min_checkpoint_pause = 0s;
    options.watch.log = told;
    options.watch.metrics = told;
    options.restart.max_restarts = last_run - 1;
    options.restart.min_pause = 1ms;
    options.restart.max_pause = 1ms;
    boss = supervise(sys, factory(), options).value();
  }

  task_factory factory() {
    return [this](caf::actor_system& host, const run_info& info) {
      job_callbacks job;
      auto dumps = std::make_shared<std::atomic<int>>(0);
      auto saved = std::make_shared<gate>();
      job.run = [this, saved, run = info.run](job_control& control) {
        if (++alive > 1)
          ++crowded;
        control.advance(state::copy_rows);
        saved->wait();
        if (run == last_run)
          arrived.open();
        while (run == last_run && control.wait_for(patience)) {
          // Until it is cancelled.
        }
        --alive;
        if (run < last_run)
          throw failure{ec::unavailable, "run " + std::to_string(run)};
      };
      job.progress = [] { return progress{}; };
      job.dump = [saved, dumps](const attempt& x) {
        if (++*dumps == dumps_per_run)
          saved->open();
        return checkpoint{std::to_string(x.id), x.id};
      };
      return spawn_task(host, info.holder, std::move(job));
    };
  }

  template <class T, class... Ts>
  caf::expected<T> ask(Ts... xs) {
    caf::expected<T> result{make_error(ec::expired)};
    caf::scoped_actor me{sys};
    me->request(boss, patience, std::move(xs)...)
      .receive([&](T& x) { result = std::move(x); },
               [&](caf::error& x) { result = std::move(x); });
    if (!result && result.error() == caf::sec::request_timeout)
      ++unanswered;
    return result;
  }

  // Asks for this and that until the end; between two runs there is no answer.
  void pester() {
    while (!over) {
      ask<progress>(atom::progress_v);
      ask<attempt_history>(atom::history_v);
      ask<attempt_record>(atom::save_v);
      if (auto x = ask<snapshot>(atom::get_v); x && x->at.epoch == 0)
        ++strange;
    }
  }

  live_config cfg;
  caf::actor_system sys{cfg};
  std::shared_ptr<tally> told = std::make_shared<tally>();
  std::atomic<int> alive{0}; // bodies
  std::atomic<int> crowded{0};
  std::atomic<int> strange{0};
  std::atomic<int> unanswered{0};
  std::atomic<bool> over{false};
  gate arrived; // the last run, and it was saved
  supervisor_actor boss;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(supervisor_threads_tests, crowd)

CAF_TEST(6.7 a job fails and starts again while everybody asks) {
  std::vector<std::thread> threads(3);
  for (auto& thread : threads)
    thread = std::thread{[this] { pester(); }};
  auto wrong = std::make_shared<std::atomic<int>>(0);
  auto ear = shim::spawn<listener>(sys, wrong);
  ask<snapshot>(atom::subscribe_v, subscriber_actor{ear});
  CAF_CHECK(arrived.wait());
  std::array<caf::expected<run_result>, 2> ends{make_error(ec::expired),
                                                make_error(ec::expired)};
  std::vector<std::thread> stoppers;
  stoppers.reserve(ends.size());
  for (auto& end : ends)
    stoppers.emplace_back([&] {
      end = ask<run_result>(atom::stop_v, stop_order{true, {}});
    });
  for (auto& thread : stoppers)
    thread.join();
  over = true;
  for (auto& thread : threads)
    thread.join();
  // The later stop may find that the supervisor has ended.
  CAF_CHECK(ends[0] || ends[1]);
  for (const auto& end : ends)
    if (end) {
      CAF_CHECK(end->outcome == run_outcome::cancelled);
      CAF_CHECK_EQUAL(end->runs, last_run);
    }
  CAF_CHECK_EQUAL(crowded, 0);
  CAF_CHECK_EQUAL(strange, 0);
  CAF_CHECK_EQUAL(unanswered, 0);
  CAF_CHECK(told->records > 0);
  CAF_CHECK(told->attempts > 0);
  CAF_CHECK_EQUAL(*wrong, 0);
  caf::anon_send_exit(ear, caf::exit_reason::user_shutdown);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_threads_suite
