// Tasks under watch in a group.
#include <chrono>
#include <utility>

#include "operations.hpp"
#include "status/actors/watch_group.hpp"
#include "window.hpp"

namespace counts {

namespace {

namespace atom = status::atom;
using namespace std::chrono_literals;

constexpr size_t many = 1000;

using task_list = std::vector<status::task_actor>;

status::watch_group_actor make_group(world& all,
                                     const status::watch_options& options
                                     = {}) {
  auto result = *status::spawn_watch_group(all.system(), options);
  all.settle();
  return result;
}

void add(world& all, const status::watch_group_actor& group,
         const task_list& tasks,
         const std::vector<status::state_holder>& holders) {
  for (size_t i = 0; i < tasks.size(); ++i)
    caf::anon_send(group, atom::add_v, tasks[i], holders[i].actor);
  all.settle();
}

void start_and_stop(world& all) {
  auto group = make_group(all);
  for (auto counted : {false, true}) { // what is made once is made
    auto tasks = all.tasks(many);
    auto holders = all.holders(many);
    window start{"start_in_group"};
    start.begin();
    add(all, group, tasks, holders);
    start.end();
    if (counted)
      start.close(many);
    window stop{"stop_in_group"};
    stop.begin();
    for (const auto& x : tasks)
      caf::anon_send(group, atom::stop_v, x, status::stop_order{});
    all.settle();
    stop.end();
    if (counted)
      stop.close(many);
  }
}

// One loop only: the other one has nothing to do.
void ticks(world& all, const char* name, const status::watch_options& options,
           caf::timespan interval) {
  constexpr size_t times = 10;
  auto group = make_group(all, options);
  add(all, group, all.tasks(many), all.holders(many));
  for (size_t i = 0; i < 20; ++i) // the history of attempts is full
    all.pass(interval);
  window w{name};
  w.begin();
  for (size_t i = 0; i < times; ++i)
    all.pass(interval);
  w.end();
  w.close(times * many);
}

void status_ticks(world& all) {
  status::watch_options options;
  options.checkpoint_interval = 0s;
  ticks(all, "status_tick_in_group", options, options.status_interval);
}

void checkpoint_ticks(world& all) {
  status::watch_options options;
  options.status_interval = 0s;
  ticks(all, "checkpoint_tick_in_group", options, options.checkpoint_interval);
}

} // namespace

std::vector<operation> of_groups() {
  return {
    {"group", start_and_stop},
    {"status_tick_in_group", status_ticks},
    {"checkpoint_tick_in_group", checkpoint_ticks},
  };
}

} // namespace counts
