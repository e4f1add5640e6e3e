#define CAF_SUITE schema_change_fault_time

#include "precompiled.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "schema_change/busy_table.hpp"

namespace schema_change::schema_change_fault_time_suite {

using status::ec;
using test::busy_table;

namespace {

constexpr int when_fenced = 5;

/// A run in a process of its own, which stops at the n-th step of a
/// transaction.
class frozen_run {
public:
  frozen_run(busy_table& x, int step) {
    x.app.reset(); // no connection survives a fork
    child_ = ::fork();
    if (child_ == 0)
      ::_exit(run(x, step));
    ::waitpid(child_, &status_, WUNTRACED);
    x.open();
  }

  bool frozen() const {
    return WIFSTOPPED(status_);
  }

  /// Lets it go on, and returns its exit code.
  int go_on() {
    ::kill(child_, SIGCONT);
    ::waitpid(child_, &status_, 0);
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
  }

private:
  static int run(busy_table& x, int step) {
    auto count = 0;
    x.world.on_trace = [&](moment, const std::string&) {
      if (count++ == step)
        ::raise(SIGSTOP);
    };
    auto problem = x.change(x.wanted());
    if (!problem)
      return 0;
    return problem->code() == ec::fenced ? when_fenced : 1;
  }

  pid_t child_ = -1;
  int status_ = 0;
};

} // namespace

// A process that is stopped, or a machine that sleeps: when it wakes up, others
// may have done its work.
CAF_TEST(a run that slept while another one took over writes nothing any more) {
  auto fenced = 0;
  auto kept_out = 0;
  // Every moment of a transaction, with and without a write-ahead log.
  for (int step = 0; step < 70; step += 4) {
    busy_table x;
    if (step % 8 == 0)
      x.write("PRAGMA journal_mode=wal");
    frozen_run sleeper{x, step};
    if (!sleeper.frozen())
      break;
    auto what = x.wanted();
    what.take_over = true;
    what.lock_wait = std::chrono::milliseconds{5};
    auto problem = x.run(what);
    if (!problem)
      x.act();
    auto code = sleeper.go_on();
    // Who sleeps with the lock in its hands keeps it, and is not taken over.
    auto right = problem ? problem->code() == ec::unavailable && code == 0
                         : code == when_fenced;
    if (!right)
      CAF_ERROR("at step " << step << " the sleeper ended with " << code << ", "
                           << (problem ? problem->what() : "taken over"));
    ++(problem ? kept_out : fenced);
    if (auto wrong = x.finish(); !wrong.empty())
      CAF_ERROR("at step " << step << ": " << wrong);
  }
  CAF_CHECK(fenced > 3);
  CAF_CHECK(kept_out > 3);
}

CAF_TEST(a clock that goes back or forward by a day stops no resume) {
  for (const char* day : {"-1 day", "+1 day"}) {
    busy_table x;
    CAF_REQUIRE(x.crash_at(12));
    x.write(
      "UPDATE _status_checkpoint SET written_at = "
      "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '"
      + std::string{day} + "')");
    CAF_CHECK_EQUAL(x.finish(), std::string{});
    CAF_CHECK_EQUAL(x.world.noted("a clock went back"), day[0] == '+');
  }
}

CAF_TEST(a clock that goes forward makes a checkpoint too old) {
  busy_table x;
  CAF_REQUIRE(x.crash_at(12));
  x.write(
    "UPDATE _status_checkpoint SET written_at = "
    "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-8 days')");
  auto problem = x.run(x.wanted());
  CAF_CHECK(test::fails_with(problem, ec::checkpoint_too_old, "192h"));
  CAF_CHECK(problem->after() == leftovers::untouched);
  x.world.notes.clear();
  auto what = x.wanted();
  what.max_checkpoint_age = std::chrono::hours{9 * 24};
  CAF_CHECK(!x.run(what));
  CAF_CHECK_EQUAL(x.faults(true), std::string{});
}

} // namespace schema_change::schema_change_fault_time_suite
