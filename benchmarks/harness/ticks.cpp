/// What the calls of watched tasks cost, and how punctual they are.
#include <thread>

#include "harness/modes.hpp"
#include "harness/quiet.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;
using std::chrono::duration_cast;

constexpr call both[] = {call::status, call::checkpoint};

struct order {
  explicit order(const arguments& given)
    : tasks(static_cast<size_t>(given("--tasks", 10'000))),
      interval(given("--interval", 100)),
      length(given("--seconds", 4)) {}

  size_t tasks;
  std::chrono::milliseconds interval;
  std::chrono::seconds length;

  intervals often() const {
    return {interval, interval};
  }

  double expected(double seconds) const {
    return 2.0 * static_cast<double>(tasks) * seconds
           / std::chrono::duration<double>(interval).count();
  }
};

void say_share(const order& what, size_t ticks, double seconds) {
  tell("ticks that came", static_cast<int64_t>(what.tasks),
       100 * static_cast<double>(ticks) / what.expected(seconds), "%");
}

} // namespace

void measure_ticks(arguments given) {
  order what{given};
  auto& book = kept_for_ever(call_book{what.tasks});
  auto& who = given.who;
  who.make_tasks(what.tasks, book);
  for (size_t i = 0; i < what.tasks; ++i)
    who.hold(i);
  who.settle();
  who.call_every(what.often());
  for (size_t i = 0; i < what.tasks; ++i)
    who.start(i);
  std::this_thread::sleep_for(1s); // into the steady state
  auto cpu = cpu_seconds();
  auto ticks = book.total();
  auto begin = clock::now();
  std::this_thread::sleep_for(what.length);
  ticks = book.total() - ticks;
  cpu = cpu_seconds() - cpu;
  auto seconds = seconds_since(begin);
  tell("tick", static_cast<int64_t>(what.tasks),
       cpu / static_cast<double>(ticks) * 1e6, "us");
  say_share(what, ticks, seconds);
}

void measure_lateness(arguments given) {
  order what{given};
  auto kept = static_cast<size_t>(what.length / what.interval);
  auto& book = kept_for_ever(call_book{what.tasks, kept});
  auto& who = given.who;
  who.make_tasks(what.tasks, book);
  for (size_t i = 0; i < what.tasks; ++i)
    who.hold(i);
  who.settle();
  who.call_every(what.often());
  // One after the other: not all are due at once, and starting, which shares
  // the machine with the calls of those that have started, is not what is
  // measured.
  constexpr std::chrono::nanoseconds spread = 4s;
  std::vector<clock::time_point> started;
  started.reserve(what.tasks);
  auto begin = clock::now();
  for (size_t i = 0; i < what.tasks; ++i) {
    auto due = begin + i * spread / what.tasks;
    if (due > clock::now() + 1ms)
      std::this_thread::sleep_until(due);
    started.push_back(clock::now());
    who.start(i);
  }
  auto end = clock::now() + what.length;
  std::this_thread::sleep_until(end
                                + 50ms); // what is due at the end comes, too
  std::vector<double> late;
  size_t came = 0;
  size_t due = 0;
  for (size_t i = 0; i < what.tasks; ++i)
    for (auto which : both) {
      auto count = std::min(book.count(i, which), kept);
      due += std::min<size_t>(kept, (end - started[i]) / what.interval);
      came += count;
      for (size_t k = 0; k < count; ++k) {
        auto wanted = started[i] + (k + 1) * what.interval;
        std::chrono::duration<double, std::milli> x
          = book.when(i, which, k) - wanted;
        late.push_back(x.count());
      }
    }
  auto n = static_cast<int64_t>(what.tasks);
  tell("lateness p50", n, percentile(late, 0.5), "ms");
  tell("lateness p99", n, percentile(late, 0.99), "ms");
  tell("lateness at most", n, percentile(late, 1), "ms");
  tell("ticks that came", n,
       100 * static_cast<double>(came) / static_cast<double>(due), "%");
}

void measure_idle(arguments given) {
  auto& book = kept_for_ever(call_book{1});
  auto& who = given.who;
  who.make_tasks(1, book);
  who.hold(0);
  who.call_every({});
  who.start(0);
  std::this_thread::sleep_for(1s);
  auto cpu = cpu_seconds();
  auto begin = clock::now();
  std::this_thread::sleep_for(std::chrono::seconds{given("--seconds", 35)});
  tell("idle", 1, 100 * (cpu_seconds() - cpu) / seconds_since(begin), "%");
}

} // namespace benchmark
