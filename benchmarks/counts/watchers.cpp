// Tasks under watch, one by one.
#include <chrono>
#include <utility>

#include "operations.hpp"
#include "window.hpp"

namespace counts {

namespace {

namespace atom = status::atom;
using namespace std::chrono_literals;

constexpr size_t many = 100;

void start_and_stop(world& all) {
  for (auto counted : {false, true}) { // what is made once is made
    auto tasks = all.tasks(many);
    auto holders = all.holders(many);
    window start{"start_watch"};
    start.begin();
    auto watchers = all.watch(tasks, holders);
    start.end();
    if (counted)
      start.close(many);
    window stop{"stop_watch"};
    stop.begin();
    for (auto& x : std::exchange(watchers, {}))
      caf::anon_send(x, atom::stop_v, status::stop_order{});
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
  auto watchers = all.watch(all.tasks(many), all.holders(many), options);
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
  ticks(all, "status_tick", options, options.status_interval);
}

void checkpoint_ticks(world& all) {
  status::watch_options options;
  options.status_interval = 0s;
  ticks(all, "checkpoint_tick", options, options.checkpoint_interval);
}

// From the moment the task answers that its dump has failed to the moment it is
// told its cancel.
void failed_dumps(world& all) {
  size_t failed = 0;
  size_t cancelled = 0;
  window w{"failed_dump"};
  auto script = std::make_shared<task_script>();
  script->dump = [&] {
    if (++failed > many)
      w.begin();
    return true;
  };
  script->cancelled = [&] {
    if (++cancelled > many)
      w.end();
  };
  // One at a time, so that no other one's messages are counted.
  status::watch_options options;
  options.status_interval = 0s;
  for (size_t i = 0; i < 2 * many; ++i) {
    auto watchers = all.watch(all.tasks(1, script), all.holders(1), options);
    all.pass(options.checkpoint_interval);
  }
  if (failed == 2 * many && cancelled == 2 * many)
    w.close(many);
}

} // namespace

std::vector<operation> of_watchers() {
  return {
    {"watch", start_and_stop},
    {"status_tick", status_ticks},
    {"checkpoint_tick", checkpoint_ticks},
    {"failed_dump", failed_dumps},
  };
}

} // namespace counts
