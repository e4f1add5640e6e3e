#include <status/actors/task.hpp>
#include <status/actors/watcher.hpp>
#include <status/system.hpp>

#include <caf/scoped_actor.hpp>

#include <atomic>
#include <iostream>

using namespace std::chrono_literals;

struct console : status::log_sink {
  void write(const status::log_record& x) override {
    std::cout << x.component + ": " + x.text + '\n' << std::flush;
  }
};

int main() {
  std::atomic<int> count{0};
  status::config<> cfg;
  caf::actor_system sys{cfg};
  auto holder = status::spawn_state_holder(sys);

  status::job_callbacks job;
  job.run = [&](status::job_control& control) {
    control.advance(status::state::copy_rows);
    while (count < 100 && control.wait_for(10ms))
      ++count;
    control.advance(status::state::cut_over); // refused if a save has failed
    control.advance(status::state::close);
  };
  job.report = [&] { return "counted to " + std::to_string(count); };
  job.dump = [&](auto&) { return status::checkpoint{std::to_string(count)}; };
  auto task = status::spawn_task(sys, holder, job);

  status::watch_options watching;
  watching.status_interval = 250ms;
  watching.checkpoint_interval = 400ms;
  watching.log = std::make_shared<console>();
  status::watch(sys, task, holder.actor, watching);
  caf::scoped_actor self{sys};
  self->wait_for(task);
  caf::anon_send_exit(holder.actor, caf::exit_reason::user_shutdown);
}
