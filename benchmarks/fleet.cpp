/// What a fleet costs: memory per task, messages and bytes per task, and the
/// time from a transition to those who follow the fleet.
///
///   benchmark_fleet [--desks N] [--tasks N (per desk)] [--seconds N]
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <fmt/format.h>
#include <malloc.h>

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

double heap() {
  ::malloc_trim(0);
  return static_cast<double>(::mallinfo2().uordblks);
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

/// The desks, the fleet and who follows it, all in one process.
class scene {
public:
  scene(caf::actor_system& sys, size_t desks, size_t per_desk)
    : sys_(sys), self_(sys), desk_count_(desks), per_desk_(per_desk) {
    for (size_t i = 0; i < tasks(); ++i)
      jobs_.push_back(status::shim::spawn<job>(sys));
  }

  size_t tasks() const {
    return desk_count_ * per_desk_;
  }

  void add_desks() {
    for (size_t i = 0; i < desk_count_; ++i) {
      status::desk_options with;
      with.node = node(i);
      desks_.push_back(status::spawn_desk(sys_, with));
      for (size_t j = 0; j < per_desk_; ++j)
        order(
          self_, desks_.back(), status::atom::add_v,
          fmt::format("shop{}.orders{}", i, j),
          status::desk_job{status::supervisor_actor{jobs_[i * per_desk_ + j]}});
    }
  }

  /// Returns once the fleet knows all tasks.
  void add_fleet() {
    fleet_ = status::spawn_fleet(sys_);
    for (size_t i = 0; i < desk_count_; ++i) {
      status::desk_info info;
      info.node = node(i);
      order(self_, fleet_, status::atom::announce_v, info,
            caf::actor_cast<caf::strong_actor_ptr>(desks_[i]));
    }
    for (size_t known = 0; known < tasks();) {
      std::this_thread::sleep_for(50ms);
      self_->request(fleet_, 60s, status::atom::list_v, status::task_filter{})
        .receive([&](const status::task_list& x) { known = x.tasks.size(); },
                 [](const caf::error&) { std::exit(1); });
    }
  }

  void follow(counts& to) {
    auto who = status::shim::spawn<listener>(sys_, &to);
    self_
      ->request(fleet_, 60s, status::atom::follow_v,
                status::follow_order{{{}, false}, {}},
                status::listener_actor{who})
      .receive([](const status::desk_info&) {}, [](const caf::error&) {});
  }

  /// Has tasks enter states, always the same few: what is kept of the last
  /// transitions is full soon, and grows no more.
  void live_for(std::chrono::seconds length) {
    auto begin = clock::now();
    for (size_t i = 0; clock::now() - begin < length; ++i) {
      auto desk = random_() % std::min<size_t>(8, desk_count_);
      caf::anon_send(jobs_[desk * per_desk_], i % 2 == 0
                                                ? status::state::checksum
                                                : status::state::post_checksum);
      std::this_thread::sleep_for(20ms);
    }
  }

private:
  static std::string node(size_t i) {
    return fmt::format("node{}:4242", i);
  }

  caf::actor_system& sys_;
  caf::scoped_actor self_;
  size_t desk_count_;
  size_t per_desk_;
  std::mt19937 random_{1};
  std::vector<job_actor> jobs_;
  std::vector<status::local_desk_actor> desks_;
  status::fleet_actor fleet_;
};

} // namespace

int run(int argc, char** argv) {
  auto desks = static_cast<size_t>(option(argc, argv, "--desks", 100));
  auto per_desk = static_cast<size_t>(option(argc, argv, "--tasks", 100));
  std::chrono::seconds length{option(argc, argv, "--seconds", 30)};
  status::config<> cfg;
  cfg.share_work(2);
  caf::actor_system sys{cfg};
  scene all{sys, desks, per_desk};
  auto say = [&](const char* name, double value, const char* unit) {
    tell(name, static_cast<int64_t>(all.tasks()), value, unit);
  };
  auto per_task
    = [&](double x) { return x / static_cast<double>(all.tasks()); };
  auto seconds = static_cast<double>(length.count());
  std::this_thread::sleep_for(1s);

  auto before = heap();
  all.add_desks();
  std::this_thread::sleep_for(3s);
  auto at_desks = heap();
  say("desk, memory of a task", per_task(at_desks - before), "bytes");
  auto cpu = cpu_seconds();
  std::this_thread::sleep_for(5s);
  auto desks_cpu = (cpu_seconds() - cpu) / 5;
  say("desk, CPU of a task and second", per_task(desks_cpu) * 1e6, "us");

  auto begin = clock::now();
  all.add_fleet();
  say("fleet, until it knows all", seconds_since(begin), "s");
  counts seen;
  all.follow(seen);
  all.live_for(14s);
  {
    std::lock_guard<std::mutex> guard{seen.mutex};
    seen.delays.clear();
  }
  uint64_t bytes = seen.bytes;
  auto settled = heap();
  say("fleet, memory of a task", per_task(settled - at_desks), "bytes");
  cpu = cpu_seconds();
  all.live_for(length);
  // What the desks take by themselves was measured before.
  say("fleet, CPU of a task and second",
      per_task((cpu_seconds() - cpu) / seconds - desks_cpu) * 1e6, "us");
  say("fleet, sent of a task and second",
      per_task(static_cast<double>(seen.bytes - bytes)) / seconds, "bytes");
  std::this_thread::sleep_for(2s);
  say("fleet, growth of a task and minute",
      per_task(heap() - settled) / seconds * 60, "bytes");
  std::lock_guard<std::mutex> guard{seen.mutex};
  say("fleet, a transition p50", percentile(seen.delays, 0.5) * 1000, "ms");
  say("fleet, a transition p99", percentile(seen.delays, 0.99) * 1000, "ms");
  std::fflush(stdout);
  std::_Exit(0); // to end thousands of jobs in order is not what is measured
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
