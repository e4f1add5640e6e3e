/// As many tasks as a machine can take, at the intervals of every day.
#include <stdexcept>
#include <thread>

#include "harness/modes.hpp"
#include "harness/quiet.hpp"

namespace benchmark {

namespace {

/// Ticks that should have come, and have not. What was due in the last seconds
/// may still be under way.
size_t lost_ticks(const call_book& book,
                  const std::vector<clock::time_point>& started,
                  const intervals& often) {
  auto until = clock::now() - std::chrono::seconds{3};
  size_t result = 0;
  for (size_t i = 0; i < started.size(); ++i)
    for (auto which : {call::status, call::checkpoint}) {
      auto due = (until - started[i]) / often.of(which);
      auto came = static_cast<decltype(due)>(book.count(i, which));
      if (came < due)
        result += static_cast<size_t>(due - came);
    }
  return result;
}

} // namespace

void measure_mass(arguments given) {
  auto& who = given.who;
  auto count = given("--tasks", 1'000'000);
  auto n = static_cast<size_t>(count);
  auto number = static_cast<double>(n);
  intervals often;
  auto& book = kept_for_ever(call_book{n});
  std::vector<clock::time_point> started;
  started.reserve(n);
  who.call_every(often);
  auto before = resident();
  auto begin = clock::now();
  who.make_tasks(n, book);
  who.settle();
  tell("mass, tasks made", count, seconds_since(begin), "s");
  auto with_tasks = resident();
  begin = clock::now();
  for (size_t i = 0; i < n; ++i) {
    started.push_back(clock::now());
    who.hold(i);
    who.start(i);
  }
  who.settle();
  tell("mass, started", count, seconds_since(begin), "s");
  auto cpu = cpu_seconds();
  begin = clock::now();
  std::this_thread::sleep_for(std::chrono::seconds{given("--seconds", 65)});
  tell("mass, idle", count, 100 * (cpu_seconds() - cpu) / seconds_since(begin),
       "%");
  tell("mass, lost", count,
       static_cast<double>(lost_ticks(book, started, often)), "ticks");
  auto now = static_cast<double>(resident());
  tell("mass, memory", count, (now - static_cast<double>(before)) / number,
       "bytes");
  tell("mass, memory of watch", count,
       (now - static_cast<double>(with_tasks)) / number, "bytes");
  begin = clock::now();
  for (size_t i = 0; i < n; ++i)
    who.stop(i);
  for (size_t i = 0; i < n; ++i)
    who.release(i);
  who.settle();
  tell("mass, stopped", count, seconds_since(begin), "s");
  // Whoever is stopped is called no more.
  auto calls = book.total();
  std::this_thread::sleep_for(std::chrono::seconds{1});
  if (book.total() != calls)
    throw std::runtime_error{"called after the end"};
}

} // namespace benchmark
