/// What a watched task costs: to start, to keep, and per report and
/// checkpoint.
///
///   benchmark_watched_tasks [--tasks N] [--seconds N]
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <fmt/format.h>
#include <malloc.h>

#include <atomic>
#include <thread>

#include "measure.hpp"
#include "status/actors/state_holder.hpp"
#include "status/actors/watcher.hpp"
#include "status/system.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

std::atomic<uint64_t> reports{0};
std::atomic<uint64_t> dumps{0};

/// Answers at once, so that what is measured is the component.
struct memory {
  static constexpr const char* name = "task";

  explicit memory(status::task_actor::pointer) {}

  status::task_actor::behavior_type make_behavior() {
    return {[](status::atom::progress) { return status::progress{}; },
            [](status::atom::report) {
              ++reports;
              return std::string{"a line"};
            },
            [](status::atom::dump, status::attempt) {
              ++dumps;
              return status::checkpoint{"id=1", 0};
            },
            [](status::atom::cancel, const caf::error&) {},
            [](status::atom::steer, const status::steering& x) { return x; }};
  }
};

size_t heap() {
  return ::mallinfo2().uordblks;
}

} // namespace

int run(int argc, char** argv) {
  auto count = static_cast<size_t>(option(argc, argv, "--tasks", 10'000));
  auto seconds = option(argc, argv, "--seconds", 10);
  status::config<> cfg;
  cfg.share_work(std::max(1U, std::thread::hardware_concurrency()));
  caf::actor_system sys{cfg};
  status::watch_options watching;
  watching.status_interval = 1s;
  watching.checkpoint_interval = 1s;
  std::vector<status::task_actor> tasks;
  std::vector<status::state_holder> holders;
  std::vector<status::watcher_actor> watchers;
  auto bytes = heap();
  auto begin = clock::now();
  auto cpu = cpu_seconds();
  for (size_t i = 0; i < count; ++i) {
    tasks.push_back(status::shim::spawn<memory>(sys));
    holders.push_back(status::spawn_state_holder(sys));
    watchers.push_back(
      *status::watch(sys, tasks.back(), holders.back().actor, watching));
  }
  auto number = static_cast<double>(count);
  auto started = seconds_since(begin);
  std::this_thread::sleep_for(500ms); // all loops have subscribed, none ticks
  fmt::print(
    "{} watched tasks, each of a task, a holder, a watcher and two "
    "loops\n"
    "to start  {:8.1f} us wall, {:.1f} us CPU each\n"
    "to keep   {:8.1f} KiB each\n",
    count, started / number * 1e6, (cpu_seconds() - cpu) / number * 1e6,
    static_cast<double>(heap() - bytes) / number / 1024);
  std::this_thread::sleep_for(2s); // into the steady state
  auto ticks = reports + dumps;
  cpu = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::seconds{seconds});
  cpu = cpu_seconds() - cpu;
  ticks = reports + dumps - ticks;
  fmt::print(
    "per tick  {:8.1f} us CPU for a report or a checkpoint ({} in "
    "{} s)\n",
    cpu / static_cast<double>(ticks) * 1e6, ticks, seconds);
  for (const auto& x : watchers)
    caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  for (const auto& x : tasks)
    caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  for (const auto& x : holders)
    caf::anon_send_exit(x.actor, caf::exit_reason::user_shutdown);
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
