#include "runner/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace benchmark {

namespace {

using words = std::vector<std::string>;

const words all{"ours", "go", "raw", "loop"};

// We with another allocator, too, where that matters most.
const words with_allocator{"ours", "tcmalloc", "go", "raw", "loop"};

/// Those that watch tasks, each with the same words behind its name.
std::vector<turn> everybody(const std::string& text, const words& who = all) {
  std::vector<turn> result;
  for (const auto& x : who) {
    words command{x == "ours"       ? "benchmark_watched"
                  : x == "tcmalloc" ? "benchmark_watched_tcmalloc"
                  : x == "go"       ? "go_peer"
                  : x == "raw"      ? "benchmark_raw_caf"
                                    : "benchmark_" + x};
    for (size_t i = 0; i < text.size();) {
      auto end = std::min(text.find(' ', i), text.size());
      command.push_back(text.substr(i, end - i));
      i = end + 1;
    }
    result.push_back({x, std::move(command)});
  }
  return result;
}

/// 1, 10, 100, ..., `most`.
std::vector<int64_t> powers(int64_t most) {
  std::vector<int64_t> result;
  for (int64_t n = 1; n <= most; n *= 10)
    result.push_back(n);
  return result;
}

void add_memory(std::vector<round>& to, bool quick) {
  auto most = quick ? 1'000 : 100'000;
  for (auto n : powers(most)) {
    // With the tasks of a bar also after the calls.
    auto often = n == 10'000    ? " --status 2000 --checkpoint 3000"
                 : n == 100'000 ? " --status 6000 --checkpoint 9000"
                                : "";
    to.push_back({2, fmt::format("memory of {} tasks", n),
                  quick || n == 100'000 ? 2 : 3,
                  everybody(fmt::format("memory --tasks {}{}", n, often),
                            n == 100'000 ? words{"ours", "go", "raw"} : all)});
  }
  to.push_back({2, "memory of 1000 tasks with threads", 1,
                everybody("memory --tasks 1000", {"threads"})});
}

void add_starts(std::vector<round>& to, bool quick) {
  for (auto n : powers(quick ? 1'000 : 100'000))
    to.push_back({3, fmt::format("starting and stopping {} tasks", n),
                  quick || n == 100'000 ? 2 : 5,
                  everybody(fmt::format("start --tasks {}", n),
                            n == 10'000 ? with_allocator : all)});
  to.push_back({3, "starting and stopping 1000 tasks with threads", 1,
                everybody("start --tasks 1000", {"threads"})});
}

void add_ticks(std::vector<round>& to, bool quick) {
  auto most = quick ? 1'000 : 10'000;
  auto repeat = quick ? 2 : 5;
  auto length = quick ? 2 : 3; // seconds
  for (auto n : powers(most)) {
    // The bar is about the most; of the others only the growth matters.
    auto few = n < most;
    to.push_back(
      {4, fmt::format("ticks of {} tasks", n), few ? 1 : repeat,
       everybody(fmt::format("tick --tasks {} --interval {} --seconds {}", n,
                             n < 100 ? 10 : 100, few ? 2 : length),
                 few ? all : with_allocator)});
  }
  to.push_back(
    {4, "ticks of 1000 tasks with threads", 1,
     everybody("tick --tasks 1000 --interval 100 --seconds 2", {"threads"})});
  to.push_back({5, fmt::format("lateness of ticks, {} tasks", most), repeat,
                everybody(fmt::format("late --tasks {} --interval 100 "
                                      "--seconds {}",
                                      most, length),
                          with_allocator)});
}

void add_messages(std::vector<round>& to, bool quick) {
  for (auto n : powers(10'000)) {
    auto many = std::to_string(n);
    to.push_back(
      {7,
       fmt::format("broadcast to {} subscribers", n),
       quick ? 2 : 5,
       {{"ours", {"benchmark_broadcast", "--subscribers", many}},
        {"raw",
         {"benchmark_broadcast", "--subscribers", many, "--raw", "1"}}}});
  }
  words cold{"benchmark_failed_dump", "--dumps", quick ? "100" : "300",
             "--pause", "5"};
  words hot{"benchmark_failed_dump", "--dumps", "3000"};
  for (const auto* x : {&cold, &hot}) {
    auto raw = *x;
    raw.insert(raw.end(), {"--raw", "1"});
    to.push_back({8,
                  x == &cold ? "failed dumps, cold" : "failed dumps, hot",
                  quick ? 2 : 5,
                  {{"ours", *x}, {"raw", raw}}});
  }
}

void add_idle(std::vector<round>& to, bool quick) {
  auto turns = everybody(fmt::format("idle --seconds {}", quick ? 5 : 35),
                         {"ours", "go", "raw", "loop", "threads"});
  // They only wait, so three of each do so at the same time.
  auto once = turns;
  for (int i = 0; i < 2; ++i)
    turns.insert(turns.end(), once.begin(), once.end());
  to.push_back({9, "idle", 1, std::move(turns), true});
}

void add_fleets(std::vector<round>& to, bool quick) {
  auto fleet = [&](const char* per_desk, const char* seconds) {
    to.push_back(
      {10,
       fmt::format("fleet of 100 desks, {} tasks each", per_desk),
       1,
       {{"ours",
         {"benchmark_fleet", "--tasks", per_desk, "--seconds", seconds}}}});
  };
  fleet("10", quick ? "5" : "20");
  if (!quick)
    fleet("100", "30");
}

void add_changes(std::vector<round>& to, bool quick) {
  auto ours = [&](const std::string& what, words command) {
    to.push_back({11, what, 1, {{"ours", std::move(command)}}});
  };
  ours("copying a table, watched or not",
       {"benchmark_copy_watched", "--rows", quick ? "200000" : "1500000",
        "--repeat", quick ? "2" : "7"});
  ours("a whole change",
       {"benchmark_whole_run", "--rows", quick ? "100000" : "500000",
        "--repeat", quick ? "2" : "5"});
  ours("writers beside a change",
       {"benchmark_writers", "--rows", quick ? "200000" : "1000000", "--repeat",
        quick ? "1" : "3"});
  ours("peak memory of a change",
       {"benchmark_peak_memory", "--rows", quick ? "80000" : "800000"});
}

} // namespace

std::vector<round> plan(bool quick) {
  std::vector<round> result;
  result.push_back(
    {1,
     "reading the state",
     quick ? 2 : 5,
     {{"ours", {"benchmark_read"}}, {"go", {"go_peer", "read"}}}});
  add_memory(result, quick);
  add_starts(result, quick);
  add_ticks(result, quick);
  if (!quick)
    result.push_back(
      {6, "1000000 tasks", 1, everybody("mass --tasks 1000000", {"ours"})});
  add_messages(result, quick);
  add_idle(result, quick);
  add_fleets(result, quick);
  add_changes(result, quick);
  return result;
}

} // namespace benchmark
