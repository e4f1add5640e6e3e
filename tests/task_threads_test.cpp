// A job on real threads: its body, all of its callbacks, and several threads
// that ask, at the same time. What this says, it says to ThreadSanitizer.
#define CAF_SUITE task_threads
#include "live.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace status::test::task_threads_suite {

namespace {

constexpr int rounds = 100;

// Counts calls that overlap with another one of the same kind.
class turnstile {
public:
  void pass() {
    if (++inside_ > 1)
      ++crowded_;
    std::this_thread::yield();
    --inside_;
  }

  int crowded() const {
    return crowded_;
  }

private:
  std::atomic<int> inside_{0};
  std::atomic<int> crowded_{0};
};

struct busy_tasks : live_fixture {
  ~busy_tasks() {
    caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
    finish();
  }

  void spawn(std::function<void(job_control&)> body) {
    job_callbacks job;
    job.run = std::move(body);
    job.progress = [this] {
      kinds[0].pass();
      return progress{};
    };
    job.report = [this] {
      kinds[1].pass();
      return std::string{"working"};
    };
    job.dump = [this](const attempt& x) {
      kinds[2].pass();
      return checkpoint{std::to_string(x.id), x.id};
    };
    job.cancel = [this](const caf::error& x) { told.put(x); };
    task = spawn_task(sys, holder, std::move(job));
  }

  // A body that uses all that it is given.
  void work(job_control& control) {
    control.advance(state::copy_rows);
    while (control.wait_for(caf::timespan{0}))
      if (control.look().current != control.current() || control.cause())
        ++astray;
  }

  // A body whose threads look for a cancel, and find out about the cause.
  void look_out(job_control& control) {
    std::vector<std::string> causes(3);
    std::atomic<int> idle{3};
    std::vector<std::thread> threads;
    threads.reserve(causes.size());
    for (auto& cause : causes)
      threads.emplace_back([&] {
        cause = to_text(control.cause());
        if (--idle == 0)
          looking.open();
        while (!control.cancelled())
          cause = to_text(control.cause());
        cause = to_text(control.cause());
      });
    for (auto& thread : threads)
      thread.join();
    found.put(causes);
  }

  // Asks as one of several does, from a thread and an actor of its own.
  template <class T, class... Ts>
  bool answered(Ts... xs) {
    caf::scoped_actor me{sys};
    auto good = false;
    me->request(task, patience, std::move(xs)...)
      .receive([&](const T&) { good = true; }, [](const caf::error&) {});
    return good;
  }

  std::array<turnstile, 3> kinds;
  std::atomic<int> missing{0}; // answers
  std::atomic<int> astray{0};  // looks at what is not so
  gate looking;
  box<caf::error> told;
  box<std::vector<std::string>> found;
  task_actor task;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(task_threads_tests, busy_tasks)

CAF_TEST(4.5 body and callbacks and whoever asks go on at the same time) {
  spawn([this](job_control& control) { work(control); });
  std::vector<std::thread> threads;
  for (auto i = 0; i < 2; ++i) {
    threads.emplace_back([this] {
      for (auto n = 0; n < rounds; ++n)
        missing += answered<progress>(atom::progress_v) ? 0 : 1;
    });
    threads.emplace_back([this] {
      for (auto n = 0; n < rounds; ++n)
        missing += answered<std::string>(atom::report_v) ? 0 : 1;
    });
    threads.emplace_back([this] {
      for (uint64_t n = 0; n < rounds; ++n)
        missing += answered<checkpoint>(atom::dump_v, attempt{1, n}) ? 0 : 1;
    });
  }
  for (auto& thread : threads)
    thread.join();
  CAF_CHECK_EQUAL(missing, 0);
  CAF_CHECK_EQUAL(astray, 0);
  for (const auto& kind : kinds)
    CAF_CHECK_EQUAL(kind.crowded(), 0);
}

CAF_TEST(6.1 of many cancels all threads of the body see the first cause) {
  spawn([this](job_control& control) { look_out(control); });
  CAF_REQUIRE(looking.wait());
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (auto i = 0; i < 8; ++i)
    threads.emplace_back([this, i] {
      shim::anon_mail(atom::cancel_v,
                      make_error(ec::cancelled, "from " + std::to_string(i)))
        .send(task);
    });
  for (auto& thread : threads)
    thread.join();
  auto cause = to_text(told.get());
  CAF_CHECK_EQUAL(cause.substr(0, 16), "cancelled: from ");
  for (const auto& x : found.get())
    CAF_CHECK_EQUAL(x, cause);
  wait_for_end(task);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::task_threads_suite
