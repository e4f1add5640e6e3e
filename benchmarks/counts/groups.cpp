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

// Two reports and a checkpoint of each job. What is kept after it is what a
// watched job takes, its holder included.
void first_minute(world& all) {
  auto group = make_group(all);
  add(all, group, all.tasks(many), all.holders(many));
  all.pass(30s);
  auto tasks = all.tasks(many);
  window w{"first_minute_in_group"};
  w.begin();
  add(all, group, tasks, all.holders(many));
  for (int i = 0; i < 6; ++i)
    all.pass(10s);
  w.end();
  w.close(many);
}

// One loop only: the other one has nothing to do. Each job begins so long after
// the one before.
void ticks(world& all, const char* name, const status::watch_options& options,
           caf::timespan interval, caf::timespan apart = 0s) {
  constexpr size_t times = 10;
  auto group = make_group(all, options);
  auto tasks = all.tasks(many);
  auto holders = all.holders(many);
  for (size_t i = 0; i < many; ++i) {
    add(all, group, {tasks[i]}, {holders[i]});
    all.pass(apart);
  }
  auto step = apart > 0s ? apart : interval;
  auto pass = [&](int64_t intervals) {
    for (auto left = intervals * interval; left > 0s; left -= step)
      all.pass(step);
  };
  pass(20); // the history of attempts is full
  window w{name};
  w.begin();
  pass(times);
  w.end();
  w.close(times * many);
}

status::watch_options reports_only() {
  status::watch_options result;
  result.checkpoint_interval = 0s;
  return result;
}

status::watch_options checkpoints_only() {
  status::watch_options result;
  result.status_interval = 0s;
  return result;
}

void status_ticks(world& all) {
  ticks(all, "status_tick_in_group", reports_only(), 30s);
}

void spread_ticks(world& all) {
  ticks(all, "spread_tick_in_group", reports_only(), 30s, 30ms);
}

void checkpoint_ticks(world& all) {
  ticks(all, "checkpoint_tick_in_group", checkpoints_only(), 50s);
}

// One at a time, as it is counted without a group, and among others.
void failed_dumps(world& all) {
  constexpr size_t counted = 100;
  auto options = checkpoints_only();
  auto group = make_group(all, options);
  auto tasks = all.tasks(many);
  auto holders = all.holders(many);
  add(all, group, tasks, holders);
  size_t failed = 0;
  size_t cancelled = 0;
  window w{"failed_dump_in_group"};
  auto script = std::make_shared<task_script>();
  script->dump = [&] {
    if (++failed > counted)
      w.begin();
    return true;
  };
  script->cancelled = [&] {
    if (++cancelled > counted)
      w.end();
  };
  all.pass(1s);
  auto failing = all.tasks(2 * counted, script);
  auto their_holders = all.holders(2 * counted);
  for (size_t i = 0; i < 2 * counted; ++i) {
    add(all, group, {failing[i]}, {their_holders[i]});
    all.pass(10ms);
  }
  for (auto left = options.checkpoint_interval; left > 0s; left -= 10ms)
    all.pass(10ms);
  if (failed == 2 * counted && cancelled == 2 * counted)
    w.close(counted);
}

} // namespace

std::vector<operation> of_groups() {
  return {
    {"group", start_and_stop},
    {"first_minute_in_group", first_minute},
    {"status_tick_in_group", status_ticks},
    {"spread_tick_in_group", spread_ticks},
    {"checkpoint_tick_in_group", checkpoint_ticks},
    {"failed_dump_in_group", failed_dumps},
  };
}

} // namespace counts
