/// What it costs to be watched: the same copy of the same table with and
/// without the component around it. To see anything at all, reports and
/// checkpoints come every second: 30 and 50 times as often as by default.
///
///   benchmark_copy_watched [--rows N] [--repeat N]
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <memory>

#include "host.hpp"
#include "orders.hpp"
#include "status/actors/task.hpp"
#include "status/actors/watcher.hpp"
#include "status/messages/report.hpp"
#include "status/system.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

constexpr auto interval = 1s;

struct measurement {
  double wall = 0;
  double cpu = 0;
  double others = 0; // CPU of all threads but the one that copies
};

measurement taken_by(const bare_host& world) {
  return {world.copy, world.copy_cpu, world.copy_cpu - world.thread_cpu};
}

/// Lets the component know, and be asked, wherever a job does.
class watched_host : public bare_host {
public:
  explicit watched_host(status::job_control& control)
    : bare_host(true), control_(control) {}

  void advance(status::state next) override {
    control_.advance(next);
    bare_host::advance(next);
  }

  bool cancelled() const override {
    return control_.cancelled();
  }

  void pause(std::chrono::nanoseconds duration) override {
    control_.wait_for(duration);
  }

private:
  status::job_control& control_;
};

void run(schema_change::engine& what) {
  try {
    what.run();
  } catch (const schema_change::failure& x) {
    if (x.code() != status::ec::cancelled)
      throw;
  }
}

measurement bare(const std::string& path) {
  bare_host world{true};
  schema_change::engine what{change_of(path), world};
  run(what);
  return taken_by(world);
}

/// A log that formats its records and keeps none.
struct silent_log : status::log_sink {
  void write(const status::log_record& x) override {
    bytes += x.text.size();
  }

  std::atomic<size_t> bytes{0};
};

// The engine lives as long as somebody may ask it.
struct watched_run {
  std::unique_ptr<watched_host> world;
  std::unique_ptr<schema_change::engine> what;
  std::atomic<bool> there{false};
};

measurement watched(const std::string& path) {
  status::config<> cfg;
  cfg.share_work(2);
  caf::actor_system sys{cfg};
  auto log = std::make_shared<silent_log>();
  status::holder_options holding;
  holding.log = log;
  auto holder = status::spawn_state_holder(sys, holding);
  auto now = std::make_shared<watched_run>();
  status::job_callbacks job;
  job.run = [now, path](status::job_control& control) {
    now->world = std::make_unique<watched_host>(control);
    now->what
      = std::make_unique<schema_change::engine>(change_of(path), *now->world);
    now->there = true;
    run(*now->what);
  };
  job.progress
    = [now] { return now->there ? now->what->progress() : status::progress{}; };
  job.dump
    = [now](const status::attempt& which) -> caf::expected<status::checkpoint> {
    try {
      if (now->there)
        return now->what->dump(which);
    } catch (const schema_change::failure& x) {
      return make_error(x.code(), x.what());
    }
    return make_error(status::ec::watermark_not_ready, "not begun");
  };
  auto task = status::spawn_task(sys, holder, job);
  status::watch_options watching;
  watching.status_interval = interval;
  watching.checkpoint_interval = interval;
  watching.store_fences = true;
  watching.log = log;
  auto watcher = status::watch(sys, task, holder.actor, watching);
  if (!watcher)
    throw std::runtime_error{"no watcher"};
  caf::scoped_actor self{sys};
  self->wait_for(task);
  caf::anon_send_exit(holder.actor, caf::exit_reason::user_shutdown);
  return taken_by(*now->world);
}

void say(const measurement& x, int64_t rows, const std::string& who) {
  tell("copying, wall time", rows, x.wall, "s", who);
  tell("copying, CPU time", rows, x.cpu, "s", who);
  // The component's and the task's, beside the thread that copies.
  tell("copying, CPU of other threads", rows,
       100 * x.others / (x.cpu - x.others), "%", who);
}

} // namespace

int run(int argc, char** argv) {
  auto rows = option(argc, argv, "--rows", 2'000'000);
  auto repeat = option(argc, argv, "--repeat", 7);
  scratch folder;
  auto original = folder.file("original.db");
  auto copy = folder.file("copy.db");
  make_orders(original, rows);
  for (int64_t i = 0; i <= repeat; ++i)
    for (int which : {0, 1}) {
      // In turns, and each one first as often as the other.
      auto is_watched = (which + static_cast<int>(i)) % 2 == 1;
      fresh_copy(original, copy);
      auto x = is_watched ? watched(copy) : bare(copy);
      if (i > 0) // the first ones warm up
        say(x, rows, is_watched ? "ours" : "bare");
    }
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
