#include "world.hpp"

#include <caf/atom.hpp>

#include <string>
#include <utility>

namespace counts {

namespace {

using script_ptr = std::shared_ptr<task_script>;

struct task {
  static constexpr const char* name = "task";

  task(status::task_actor::pointer, script_ptr script)
    : script(std::move(script)) {}

  status::task_actor::behavior_type make_behavior() {
    return {
      [](status::atom::progress) { return status::progress{}; },
      [](status::atom::report) { return std::string{"a line"}; },
      [this](status::atom::dump,
             status::attempt) -> caf::result<status::checkpoint> {
        if (script->dump())
          return make_error(status::ec::could_not_write_checkpoint);
        return status::checkpoint{"id=1", 0};
      },
      [this](status::atom::cancel, const caf::error&) { script->cancelled(); },
      [](status::atom::steer, const status::steering& x) { return x; },
    };
  }

  script_ptr script;
};

struct subscriber {
  static constexpr const char* name = "subscriber";

  explicit subscriber(status::subscriber_actor::pointer) {}

  status::subscriber_actor::behavior_type make_behavior() {
    return {[](const status::transition&) {}};
  }
};

status::config<>& for_tests(status::config<>& x) {
  x.set_option("scheduler.policy", caf::atom("testing"));
  return x;
}

} // namespace

world::world()
  : sys_(for_tests(config_)),
    scheduler_(
      dynamic_cast<caf::scheduler::test_coordinator&>(sys_.scheduler())) {
  settle();
}

void world::settle() {
  while (scheduler_.try_run_once()) {
    // nop
  }
}

void world::pass(caf::timespan duration) {
  scheduler_.advance_time(duration);
  settle();
}

std::vector<status::task_actor> world::tasks(size_t count,
                                             const script_ptr& script) {
  std::vector<status::task_actor> result;
  result.reserve(count);
  while (result.size() < count)
    result.emplace_back(status::shim::spawn<task>(sys_, script));
  settle();
  return result;
}

std::vector<status::state_holder> world::holders(size_t count) {
  std::vector<status::state_holder> result;
  result.reserve(count);
  while (result.size() < count)
    result.emplace_back(status::spawn_state_holder(sys_));
  settle();
  return result;
}

std::vector<status::subscriber_actor> world::subscribers(size_t count) {
  std::vector<status::subscriber_actor> result;
  result.reserve(count);
  while (result.size() < count)
    result.emplace_back(status::shim::spawn<subscriber>(sys_));
  settle();
  return result;
}

std::vector<status::watcher_actor> world::watch(
  const std::vector<status::task_actor>& tasks,
  const std::vector<status::state_holder>& holders,
  const status::watch_options& options) {
  std::vector<status::watcher_actor> result;
  result.reserve(tasks.size());
  for (size_t i = 0; i < tasks.size(); ++i)
    result.emplace_back(
      *status::watch(sys_, tasks[i], holders[i].actor, options));
  settle();
  return result;
}

} // namespace counts
