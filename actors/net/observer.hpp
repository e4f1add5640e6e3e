// The inside of an observer.
#pragma once

#include <memory>
#include <vector>

#include "actors/net/followed.hpp"
#include "actors/net/link_keeper.hpp"
#include "status/net/observe.hpp"

namespace status::net {

/// How long a desk may take to tell again of a task that it told of before.
constexpr caf::timespan memory_of_tasks = std::chrono::seconds{30};

struct observer {
  static constexpr const char* name = "status.net.observer";

  observer(linked_actor::pointer self, link_setup setup,
           std::shared_ptr<link::shared> shown, observe_options options);

  linked_actor::behavior_type make_behavior();

  void follow();
  void begin();
  caf::result<void> take(task_updates& x);
  void tick();
  void tell(const task_updates& x) const;

  linked_actor::pointer self;
  std::shared_ptr<link::shared> shown;
  observe_options options;
  link_keeper keeper;
  followed tasks;
  link_keeper::time_point heard_at{};  // the desk, last
  link_keeper::time_point look_at{};   // whether it still says something
  link_keeper::time_point forget_at{}; // what it has not told again
};

} // namespace status::net
