/// What has to come out of the rows.
#include <fmt/format.h>

#include <algorithm>

#include "runner/plan.hpp"

namespace benchmark {

namespace {

std::string tasks(const std::string& what, int64_t n) {
  return fmt::format("{}, {} task{}", what, n, n == 1 ? "" : "s");
}

bar stated(int row, const std::string& what, const std::string& name,
           int64_t n) {
  return {row, what, name, n, "", std::nullopt};
}

void add_tasks(std::vector<bar>& to, bool quick) {
  int64_t many = quick ? 1'000 : 10'000;
  auto go = [&](int row, const std::string& what, const std::string& name,
                int64_t n, double limit) {
    to.push_back({row, tasks(what, n), name, n, "go", limit});
  };
  auto stated_with_task = [&](const std::string& name, int64_t n) {
    to.push_back({2, tasks(name + " with the task", n), "memory, " + name, n,
                  "go", std::nullopt});
  };
  go(2, "memory of a watch, just started", "memory, watch just started", many,
     0.6);
  stated_with_task("just started", many);
  if (!quick)
    for (int64_t n : {10'000, 100'000}) {
      if (n != many)
        go(2, "memory of a watch, just started", "memory, watch just started",
           n, 0.6);
      go(2, "memory of a watch, has ticked", "memory, watch has ticked", n,
         0.6);
      stated_with_task("has ticked", n);
    }
  go(3, "CPU to start one", "start", many, 0.8);
  go(3, "CPU to start one, again", "start, again", many, 0.8);
  go(3, "CPU to stop one", "stop", many, 0.8);
  go(3, "CPU to stop one, again", "stop, again", many, 0.8);
  go(4, "CPU per tick", "tick", many, 1.0);
  go(5, "lateness of ticks, p99", "lateness p99", many, 1.0);
  auto first = to.size();
  go(3, "CPU to start one, again, with tcmalloc", "start, again", many, 0.8);
  go(3, "CPU to stop one, again, with tcmalloc", "stop, again", many, 0.8);
  go(4, "CPU per tick, with tcmalloc", "tick", many, 1.0);
  go(5, "lateness of ticks, p99, with tcmalloc", "lateness p99", many, 1.0);
  for (auto i = first; i < to.size(); ++i)
    to[i].who = "tcmalloc";
  std::stable_sort(to.begin(), to.end(),
                   [](const bar& x, const bar& y) { return x.row < y.row; });
}

void add_mass(std::vector<bar>& to) {
  constexpr int64_t million = 1'000'000;
  to.push_back({6, tasks("memory of a watch", million), "mass, memory of watch",
                million, "", 4000});
  to.push_back(stated(6, tasks("memory of one with its task", million),
                      "mass, memory", million));
  to.push_back({6, "calls that were lost", "mass, lost", million, "", 0});
  to.push_back({6, "share of a core at the default intervals", "mass, idle",
                million, "", 10});
  to.push_back(stated(6, "time to start them all", "mass, started", million));
  to.push_back(stated(6, "time to stop them all", "mass, stopped", million));
}

void add_messages(std::vector<bar>& to) {
  for (int64_t n : {1, 10, 100, 1'000})
    to.push_back({7,
                  fmt::format("broadcast, a delivery, {} subscriber{}", n,
                              n == 1 ? "" : "s"),
                  "broadcast", n, "raw", 1.3});
  to.push_back({7, "broadcast, 10000 subscribers against 1000", "broadcast",
                10'000, "ours", 2.0, 1'000});
  for (const auto* what : {"cold p50", "cold p99", "hot p50", "hot p99"})
    to.push_back({8, fmt::format("failed dump to cancel, {}", what),
                  fmt::format("failed dump to cancel, {}", what), 1, "raw",
                  2.0});
}

void add_fleet(std::vector<bar>& to, int64_t n) {
  to.push_back(stated(10, tasks("fleet: CPU per second", n),
                      "fleet, CPU of a task and second", n));
  to.push_back(stated(10, tasks("fleet: sent per second", n),
                      "fleet, sent of a task and second", n));
  to.push_back(
    stated(10, tasks("fleet: memory", n), "fleet, memory of a task", n));
  to.push_back(stated(10, tasks("a transition to who follows, p99", n),
                      "fleet, a transition p99", n));
  to.push_back({10, tasks("growth in a minute", n),
                "fleet, growth of a task and minute", n, "", 100});
}

void add_change(std::vector<bar>& to, bool quick) {
  to.push_back({11, "copying, watched", "copying, wall time",
                quick ? 200'000 : 1'500'000, "bare", 1.02});
  to.push_back({11, "a whole change", "whole change", quick ? 100'000 : 500'000,
                "bare", 4.0});
  to.push_back({11, "a write beside a change, p99", "a write, p99",
                quick ? 200'000 : 1'000'000, "chunk", 2.0});
}

} // namespace

std::vector<bar> bars(bool quick) {
  std::vector<bar> result{
    {1, "reading the state, alone", "read", 1, "bare", 1.5},
    {1, "reading the state, alone", "read", 1, "go", 1.0},
    {1, "the same beside a busy writer", "read, busy writer", 1, "bare", 1.5},
    {1, "the same beside a busy writer", "read, busy writer", 1, "go", 1.0}};
  add_tasks(result, quick);
  if (!quick)
    add_mass(result);
  add_messages(result);
  result.push_back({9, "CPU of an idle process", "idle", 1, "", 0.05});
  add_fleet(result, 1'000);
  if (!quick) {
    add_fleet(result, 10'000);
    for (const auto* what :
         {"fleet, CPU of a task and second", "fleet, sent of a task and second",
          "fleet, memory of a task"})
      result.push_back({10, fmt::format("{}: 10000 against 1000", what), what,
                        10'000, "ours", 1.2, 1'000});
  }
  add_change(result, quick);
  return result;
}

} // namespace benchmark
