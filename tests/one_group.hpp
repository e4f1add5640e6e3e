// One group, and jobs that it watches.
#pragma once

#include "watched.hpp"

#include <algorithm>
#include <memory>

#include "status/actors/watch_group.hpp"

namespace status::test {

struct watched_job {
  script_ptr script;
  state_holder holder;
  task_actor task;
};

class one_group : public watched {
public:
  ~one_group() override {
    job.during_dump = nullptr;
    end(group);
  }

  void start_group(watch_options options = {}) {
    options.log = log;
    auto made = spawn_watch_group(sys, options);
    CAF_REQUIRE(made);
    group = *made;
    settle();
  }

  watched_job make_job() {
    auto what = std::make_shared<script>();
    watched_job result{what, spawn_state_holder(sys),
                       spawn_scripted_task(what)};
    owned.emplace_back(caf::actor_cast<caf::actor>(result.holder.actor));
    enter(result, state::copy_rows);
    return result;
  }

  watched_job add_job() {
    auto result = make_job();
    add(result);
    return result;
  }

  void add(const watched_job& x) {
    caf::anon_send(group, atom::add_v, x.task, x.holder.actor);
    settle();
  }

  /// Has the group watch jobs under a holder that never answers.
  void add_silent(size_t count) {
    auto silent = sys.spawn([](caf::event_based_actor* self) {
      self->set_default_handler(caf::skip);
      return caf::behavior{[](float) {}};
    });
    owned.emplace_back(silent);
    for (size_t i = 0; i < count; ++i)
      caf::anon_send(group, atom::add_v,
                     spawn_scripted_task(std::make_shared<script>()),
                     caf::actor_cast<state_holder_actor>(silent));
  }

  /// Why the group does not take it.
  caf::error refused(const task_actor& who, const state_holder_actor& holder) {
    caf::error result;
    owned.emplace_back(sys.spawn([&](caf::event_based_actor* me) {
      me->request(group, caf::infinite, atom::add_v, who, holder)
        .then([] {}, [&](const caf::error& x) { result = x; });
    }));
    settle();
    return result;
  }

  void enter(const watched_job& x, state to) {
    ask<snapshot>(x.holder.actor, atom::advance_v, to).value();
  }

  /// Whether the group gets any message when the job enters a state.
  bool hears(const watched_job& x, state to) {
    auto* listener = dynamic_cast<caf::resumable*>(
      caf::actor_cast<caf::abstract_actor*>(group));
    auto& jobs = sched.jobs;
    auto result = false;
    caf::anon_send(x.holder.actor, atom::advance_v, to);
    do
      result |= std::find(jobs.begin(), jobs.end(), listener) != jobs.end();
    while (sched.try_run_once());
    return result;
  }

  /// Runs messages, but none of those for `whom`, who has them later.
  template <class Handle>
  caf::resumable* settle_without(const Handle& whom) {
    auto* held = dynamic_cast<caf::resumable*>(
      caf::actor_cast<caf::abstract_actor*>(whom));
    auto& jobs = sched.jobs;
    do
      jobs.erase(std::remove(jobs.begin(), jobs.end(), held), jobs.end());
    while (sched.try_run_once());
    return held;
  }

  watch_group_actor group;
};

} // namespace status::test
