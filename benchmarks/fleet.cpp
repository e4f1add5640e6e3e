/// What a fleet costs: memory per task, messages and bytes per task, and the
/// time from a transition to those who follow the fleet.
///
///   benchmark_fleet [--desks N] [--tasks N (per desk)] [--seconds N]
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <random>
#include <thread>

#include "fleet_parts.hpp"
#include "measure.hpp"
#include "status/actors/desk.hpp"
#include "status/actors/fleet.hpp"
#include "status/system.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

size_t heap() {
  ::malloc_trim(0);
  return ::mallinfo2().uordblks;
}

double kib(size_t bytes, size_t tasks) {
  return static_cast<double>(bytes) / static_cast<double>(tasks) / 1024;
}

double percentile(std::vector<double> values, double which) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(which
                                    * static_cast<double>(values.size() - 1))];
}

template <class T, class... Ts>
void order(caf::scoped_actor& self, const T& whom, Ts... xs) {
  self->request(whom, 60s, xs...)
    .receive([] {},
             [](const caf::error& err) {
               fmt::print("refused: {}\n", status::to_text(err));
               std::exit(1);
             });
}

} // namespace

int run(int argc, char** argv) {
  auto desk_count = static_cast<size_t>(option(argc, argv, "--desks", 100));
  auto per_desk = static_cast<size_t>(option(argc, argv, "--tasks", 100));
  auto seconds = option(argc, argv, "--seconds", 60);
  auto tasks = desk_count * per_desk;
  status::config<> cfg;
  cfg.share_work(std::max(1U, std::thread::hardware_concurrency()));
  caf::actor_system sys{cfg};
  caf::scoped_actor self{sys};
  std::vector<job_actor> jobs;
  for (size_t i = 0; i < tasks; ++i)
    jobs.push_back(status::shim::spawn<job>(sys));
  std::this_thread::sleep_for(1s);

  auto before = heap();
  std::vector<status::local_desk_actor> desks;
  for (size_t i = 0; i < desk_count; ++i) {
    status::desk_options with;
    with.node = fmt::format("node{}:4242", i);
    desks.push_back(status::spawn_desk(sys, with));
    for (size_t j = 0; j < per_desk; ++j)
      order(self, desks.back(), status::atom::add_v,
            fmt::format("shop{}.orders{}", i, j),
            status::desk_job{status::supervisor_actor{jobs[i * per_desk + j]}});
  }
  std::this_thread::sleep_for(5s);
  auto at_desks = heap();
  auto cpu = cpu_seconds();
  std::this_thread::sleep_for(10s);
  cpu = cpu_seconds() - cpu;
  fmt::print(
    "{} tasks at {} desks\n"
    "a desk         {:8.1f} KiB per task, {:.1f} us CPU per task and "
    "second\n",
    tasks, desk_count, kib(at_desks - before, tasks),
    cpu / 10 / static_cast<double>(tasks) * 1e6);

  auto fleet = status::spawn_fleet(sys);
  auto begin = clock::now();
  for (size_t i = 0; i < desk_count; ++i) {
    status::desk_info info;
    info.node = fmt::format("node{}:4242", i);
    order(self, fleet, status::atom::announce_v, info,
          caf::actor_cast<caf::strong_actor_ptr>(desks[i]));
  }
  size_t known = 0;
  while (known < tasks) {
    self->request(fleet, 60s, status::atom::list_v, status::task_filter{})
      .receive([&](const status::task_list& x) { known = x.tasks.size(); },
               [](const caf::error&) { std::exit(1); });
    std::this_thread::sleep_for(50ms);
  }
  auto learned = seconds_since(begin);
  std::this_thread::sleep_for(5s);
  fmt::print(
    "the fleet      {:8.1f} KiB per task; it knows all {:.1f} s after "
    "the first desk was announced\n",
    kib(heap() - at_desks, tasks), learned);

  counts of_desk;
  counts of_fleet;
  std::vector<status::listener_actor> listeners{
    status::shim::spawn<listener>(sys, &of_desk),
    status::shim::spawn<listener>(sys, &of_fleet)};
  auto follow = [&](const status::desk_actor& whom, size_t who) {
    self
      ->request(whom, 60s, status::atom::follow_v,
                status::follow_order{{{}, false}, {}}, listeners[who])
      .receive([](const status::desk_info&) {}, [](const caf::error&) {});
  };
  follow(desks[0], 0);
  follow(fleet, 1);
  std::this_thread::sleep_for(5s);
  of_fleet.delays.clear();
  auto measure = [&](counts& x, size_t followed, const char* what,
                     uint64_t batches, uint64_t bytes, uint64_t updates) {
    auto minutes = static_cast<double>(seconds) / 60;
    auto per_task = [&](uint64_t y) {
      return static_cast<double>(y) / static_cast<double>(followed) / minutes;
    };
    fmt::print(
      "{:14} {:8.2f} messages and {:.1f} KiB per task and minute, "
      "{:.1f} times news of each\n",
      what, 2 * per_task(x.batches - batches), per_task(x.bytes - bytes) / 1024,
      per_task(x.updates - updates));
  };
  uint64_t start[] = {of_desk.batches,  of_desk.bytes,  of_desk.updates,
                      of_fleet.batches, of_fleet.bytes, of_fleet.updates};
  std::mt19937 random{1};
  auto settled = heap();
  cpu = cpu_seconds();
  begin = clock::now();
  size_t sent = 0;
  for (; seconds_since(begin) < static_cast<double>(seconds); ++sent) {
    auto to
      = sent % 2 == 0 ? status::state::checksum : status::state::post_checksum;
    caf::anon_send(jobs[random() % tasks], to);
    std::this_thread::sleep_for(20ms);
  }
  cpu = cpu_seconds() - cpu;
  measure(of_desk, per_desk, "desk to fleet", start[0], start[1], start[2]);
  measure(of_fleet, tasks, "fleet to one", start[3], start[4], start[5]);
  fmt::print("all together   {:8.1f} us CPU per task and second\n",
             cpu / static_cast<double>(seconds) / static_cast<double>(tasks)
               * 1e6);
  std::this_thread::sleep_for(3s);
  {
    std::lock_guard<std::mutex> guard{of_fleet.mutex};
    const auto& delays = of_fleet.delays;
    fmt::print(
      "a transition   {:8.0f} ms at the median to who follows the "
      "fleet, {:.0f} ms at 99 %, {:.0f} ms at most; {} of {} came\n",
      percentile(delays, 0.5) * 1000, percentile(delays, 0.99) * 1000,
      percentile(delays, 1) * 1000, delays.size(), sent);
  }
  fmt::print("growth         {:8.1f} KiB per task in that time\n",
             (static_cast<double>(heap()) - static_cast<double>(settled))
               / static_cast<double>(tasks) / 1024);

  caf::anon_send_exit(fleet, caf::exit_reason::user_shutdown);
  for (const auto& x : desks)
    caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  for (const auto& x : listeners)
    caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  for (const auto& x : jobs)
    caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
