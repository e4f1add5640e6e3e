/// From a failed dump to the task's cancel: with a watch, or with --raw 1 in
/// two hops, an actor that answers a message of the task with a cancel.
///
///   benchmark_failed_dump [--dumps N] [--pause MS] [--raw 1]
///
/// Without a pause one comes right after the other; with one, each comes into
/// an idle process.
#include <caf/actor_system.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "harness/quiet.hpp"
#include "measure.hpp"
#include "status/actors/state_holder.hpp"
#include "status/system.hpp"
#include "watched_group.hpp"

namespace benchmark {

namespace {

namespace shim = status::shim;

/// Has one task fail after the other.
struct course {
  std::function<void(size_t)> fail; // sets it off
  std::chrono::milliseconds pause{0};
  std::vector<clock::time_point> failed;
  std::vector<clock::time_point> told;
  std::mutex mutex;
  std::condition_variable changed;
  size_t done = 0;

  void cancelled(size_t i) {
    told[i] = clock::now();
    std::lock_guard<std::mutex> guard{mutex};
    ++done;
    changed.notify_one();
    // Hot: nobody gets to sleep.
    if (pause.count() == 0 && i + 1 < failed.size())
      fail(i + 1);
  }

  void run() {
    fail(0);
    std::unique_lock<std::mutex> guard{mutex};
    for (size_t i = 0; i < failed.size(); ++i) {
      changed.wait(guard, [&] { return done > i; });
      if (pause.count() > 0 && i + 1 < failed.size()) {
        std::this_thread::sleep_for(pause);
        fail(i + 1);
      }
    }
  }

  void say(const char* how) const {
    std::vector<double> took;
    for (size_t i = failed.size() / 10; i < failed.size(); ++i) {
      std::chrono::duration<double, std::micro> x = told[i] - failed[i];
      took.push_back(x.count());
    }
    auto name = std::string{"failed dump to cancel, "} + how;
    tell(name + " p50", 1, percentile(took, 0.5), "us");
    tell(name + " p99", 1, percentile(took, 0.99), "us");
  }
};

/// Cannot write its checkpoint.
struct failing_task {
  static constexpr const char* name = "task";

  failing_task(status::task_actor::pointer, course* on, size_t index)
    : on(on), index(index) {}

  status::task_actor::behavior_type make_behavior() {
    namespace atom = status::atom;
    return {
      [](atom::progress) { return status::progress{}; },
      [](atom::report) { return std::string{}; },
      [this](atom::dump, status::attempt) -> caf::result<status::checkpoint> {
        on->failed[index] = clock::now();
        return make_error(status::ec::bad_argument, "no space");
      },
      [this](atom::cancel, const caf::error&) { on->cancelled(index); },
      [](atom::steer, const status::steering& x) { return x; }};
  }

  course* on;
  size_t index;
};

void run_watched(caf::actor_system& sys, course& on) {
  status::watch_options options;
  options.status_interval = options.checkpoint_interval = std::chrono::hours{1};
  watched_group group{sys, options};
  std::vector<watched_group::entry> watched;
  for (size_t i = 0; i < on.failed.size(); ++i) {
    status::task_actor task{shim::spawn<failing_task>(sys, &on, i)};
    watched.push_back(group.add(task, status::spawn_state_holder(sys).actor));
  }
  wait_until_quiet();
  on.fail = [&](size_t i) { group.save(watched[i]); };
  on.run();
}

// -- two hops --------------------------------------------------------------------

using victim_actor
  = shim::typed_actor<caf::result<void>(status::atom::save),
                      caf::result<void>(status::atom::cancel, caf::error)>;

using judge_actor = shim::typed_actor<caf::result<void>(status::atom::fail,
                                                        uint64_t, caf::error)>;

struct victim {
  static constexpr const char* name = "victim";

  victim(victim_actor::pointer self, judge_actor judge, course* on,
         uint64_t index)
    : self(self), judge(std::move(judge)), on(on), index(index) {}

  victim_actor::behavior_type make_behavior() {
    return {[this](status::atom::save) {
              on->failed[index] = clock::now();
              shim::mail(self, status::atom::fail_v, index,
                         make_error(status::ec::bad_argument, "no space"))
                .send(judge);
            },
            [this](status::atom::cancel, const caf::error&) {
              on->cancelled(index);
            }};
  }

  victim_actor::pointer self;
  judge_actor judge;
  course* on;
  uint64_t index;
};

struct judge {
  static constexpr const char* name = "judge";

  judge(judge_actor::pointer self, const std::vector<victim_actor>* victims)
    : self(self), victims(victims) {}

  judge_actor::behavior_type make_behavior() {
    return {[this](status::atom::fail, uint64_t index, caf::error& cause) {
      shim::mail(self, status::atom::cancel_v, std::move(cause))
        .send((*victims)[index]);
    }};
  }

  judge_actor::pointer self;
  const std::vector<victim_actor>* victims;
};

void run_raw(caf::actor_system& sys, course& on) {
  std::vector<victim_actor> victims;
  judge_actor whom{shim::spawn<judge>(sys, &victims)};
  for (size_t i = 0; i < on.failed.size(); ++i)
    victims.emplace_back(shim::spawn<victim>(sys, whom, &on, i));
  wait_until_quiet();
  on.fail
    = [&](size_t i) { shim::anon_mail(status::atom::save_v).send(victims[i]); };
  on.run();
}

} // namespace

int run(int argc, char** argv) {
  auto n = static_cast<size_t>(option(argc, argv, "--dumps", 2000));
  course on;
  on.pause = std::chrono::milliseconds{option(argc, argv, "--pause", 0)};
  on.failed.resize(n);
  on.told.resize(n);
  status::config<> cfg;
  cfg.share_work(2);
  caf::actor_system sys{cfg};
  auto* measure = option(argc, argv, "--raw", 0) == 1 ? run_raw : run_watched;
  measure(sys, on);
  on.say(on.pause.count() == 0 ? "hot" : "cold");
  std::_Exit(0); // nobody has to be told of the end
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
