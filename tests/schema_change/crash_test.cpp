#define CAF_SUITE schema_change_crash

#include "caf/test/unit_test.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "schema_change/busy_table.hpp"

namespace schema_change::schema_change_crash_suite {

using test::busy_table;

CAF_TEST(a crash at any step and a second run lose nothing) {
  auto more = true;
  auto steps = 0;
  for (int step = 0; more; ++step) {
    busy_table x;
    more = x.crash_at(step);
    for (int i = 0; i < 5; ++i)
      x.act();
    if (auto wrong = x.finish(); !wrong.empty())
      CAF_ERROR("after a crash at step " << step << ": " << wrong);
    steps = step;
  }
  CAF_CHECK(steps > 30);
}

CAF_TEST(two crashes in a row lose nothing) {
  for (int first = 1; first < 40; first += 13)
    for (int second = 0; second < 30; second += 7) {
      busy_table x;
      x.crash_at(first);
      x.crash_at(second);
      if (auto wrong = x.finish(); !wrong.empty())
        CAF_ERROR("after crashes at " << first << ", " << second << ": "
                                      << wrong);
    }
  CAF_CHECK(true);
}

// The real thing: a process that ends without a word, and locks that end with
// it.
CAF_TEST(a killed process loses nothing) {
  // Every moment of a transaction, with and without a write-ahead log.
  for (int step = 0; step < 60; step += 5) {
    busy_table x;
    if (step % 2 == 0)
      x.write("PRAGMA journal_mode=wal");
    x.app.reset(); // no connection survives a fork
    auto child = ::fork();
    if (child == 0) {
      auto count = 0;
      x.world.on_trace = [&](moment, const std::string&) {
        if (count++ == step)
          ::kill(::getpid(), SIGKILL);
      };
      x.change(x.wanted());
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    x.open();
    x.act();
    if (auto wrong = x.finish(); !wrong.empty())
      CAF_ERROR("after a kill at step " << step << ": " << wrong);
  }
  CAF_CHECK(true);
}

} // namespace schema_change::schema_change_crash_suite
