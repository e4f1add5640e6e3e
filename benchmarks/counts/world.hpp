/// Where operations are counted: actors on CAF's scheduler for tests, which
/// runs one message after the other in the order in which they were sent, and
/// time that passes when it is told to. So every run is the same.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/timespan.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "status/actors/state_holder.hpp"
#include "status/actors/watcher.hpp"
#include "status/system.hpp"

namespace counts {

/// What a task does when it is asked; it answers at once, so that what is
/// counted is the component.
struct task_script {
  /// Called in a dump: true lets it fail.
  std::function<bool()> dump = [] { return false; };
  std::function<void()> cancelled = [] {};
};

class world {
public:
  world();

  // Never destroyed: the scheduler would fire all timers, and loops have timers
  // for ever.
  ~world() = delete;

  /// Runs messages until there is none.
  void settle();

  /// Has time pass, all at once, and runs what follows from it.
  void pass(caf::timespan duration);

  std::vector<status::task_actor> tasks(
    size_t count, const std::shared_ptr<task_script>& script
                  = std::make_shared<task_script>());

  std::vector<status::state_holder> holders(size_t count);

  std::vector<status::subscriber_actor> subscribers(size_t count);

  /// Puts tasks under watch, each with a holder.
  std::vector<status::watcher_actor> watch(
    const std::vector<status::task_actor>& tasks,
    const std::vector<status::state_holder>& holders,
    const status::watch_options& options = {});

  caf::actor_system& system() {
    return sys_;
  }

private:
  status::config<> config_;
  caf::actor_system sys_;
  caf::scheduler::test_coordinator& scheduler_;
};

} // namespace counts
