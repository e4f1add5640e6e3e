/// What all have in common who watch lean tasks with actors.
#pragma once

#include <caf/actor_system.hpp>

#include <vector>

#include "harness/quiet.hpp"
#include "lean_task.hpp"
#include "status/system.hpp"

namespace benchmark {

/// Makes the tasks in an actor system. How these are watched is what differs.
class lean_watch : public subject {
public:
  explicit lean_watch(caf::actor_system& sys) : sys_(sys) {}

  void make_tasks(size_t n, call_book& book) override {
    tasks_ = make_lean_tasks(sys_, n, book);
  }

  void settle() override {
    wait_until_quiet();
  }

protected:
  caf::actor_system& sys_;
  std::vector<status::task_actor> tasks_;
};

/// Measures a `Watch`, in a system like that of everybody who is measured.
template <class Watch>
int run_in_system(int argc, char** argv) {
  status::config<> cfg;
  cfg.share_work(2);
  caf::actor_system sys{cfg};
  Watch who{sys};
  return run(argc, argv, who);
}

} // namespace benchmark
