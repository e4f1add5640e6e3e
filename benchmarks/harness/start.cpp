/// What a watched task costs to start and to stop, and the memory it takes.
#include <thread>

#include "harness/modes.hpp"
#include "harness/quiet.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

template <class Fun>
double cpu_of(subject& who, size_t n, Fun act) {
  auto before = cpu_without_waiting();
  for (size_t i = 0; i < n; ++i)
    act(i);
  who.settle();
  return cpu_without_waiting() - before;
}

/// CPU seconds, of `n` tasks together.
struct costs {
  double hold = 0;
  double start = 0;
  double stop = 0;
  double release = 0;

  void add(subject& who, size_t n) {
    hold += cpu_of(who, n, [&](size_t i) { who.hold(i); });
    start += cpu_of(who, n, [&](size_t i) { who.start(i); });
    stop += cpu_of(who, n, [&](size_t i) { who.stop(i); });
    release += cpu_of(who, n, [&](size_t i) { who.release(i); });
  }

  void say(size_t n, size_t rounds, const std::string& when) const {
    auto each = [&](const std::string& name, double seconds) {
      tell(name + when, static_cast<int64_t>(n),
           seconds / static_cast<double>(n * rounds) * 1e6, "us");
    };
    each("start", hold + start);
    each("stop", stop + release);
    each("start, watch only", start);
    each("stop, watch only", stop);
  }
};

} // namespace

void measure_start(arguments given) {
  auto n = static_cast<size_t>(given("--tasks", 10'000));
  auto& book = kept_for_ever(call_book{n});
  given.who.make_tasks(n, book);
  given.who.call_every({});
  given.who.settle();
  // The first ones of a process take memory from the system, later ones find
  // what others have left.
  costs first;
  first.add(given.who, n);
  first.say(n, 1, "");
  auto rounds = std::clamp<size_t>(20'000 / n, size_t{1}, size_t{40});
  costs later;
  for (size_t round = 0; round < rounds; ++round)
    later.add(given.who, n);
  later.say(n, rounds, ", again");
}

void measure_memory(arguments given) {
  auto& who = given.who;
  auto n = static_cast<size_t>(given("--tasks", 10'000));
  intervals often;
  often.status = std::chrono::milliseconds{given("--status", 30'000)};
  often.checkpoint = std::chrono::milliseconds{given("--checkpoint", 50'000)};
  auto& book = kept_for_ever(call_book{n});
  who.call_every(often);
  who.settle();
  auto before = resident();
  auto with_tasks = before;
  auto tell_growth = [&](const std::string& name, size_t from) {
    auto grown = static_cast<double>(resident()) - static_cast<double>(from);
    tell("memory, " + name, given("--tasks", 10'000),
         grown / static_cast<double>(n), "bytes");
  };
  auto say = [&](const std::string& name) {
    tell_growth(name, before);
    tell_growth("watch " + name, with_tasks);
  };
  who.make_tasks(n, book);
  who.settle();
  tell_growth("task only", before);
  with_tasks = resident();
  for (size_t i = 0; i < n; ++i)
    who.hold(i);
  who.settle();
  tell_growth("task and state", before);
  for (size_t i = 0; i < n; ++i)
    who.start(i);
  who.settle();
  say("just started");
  if (often.checkpoint >= 50s)
    return;
  auto begin = clock::now();
  while (!book.complete() && clock::now() - begin < 4 * often.checkpoint)
    std::this_thread::sleep_for(50ms);
  std::this_thread::sleep_for(500ms); // what it was for is over
  say("has ticked");
}

} // namespace benchmark
