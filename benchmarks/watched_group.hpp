/// The component as the benchmarks use it: many tasks under one watch.
#pragma once

#include <caf/actor_system.hpp>

#include <utility>

#include "status/actors/watch_group.hpp"

namespace benchmark {

class watched_group {
public:
  using entry = status::task_actor;

  watched_group(caf::actor_system& sys, status::watch_options options)
    : group_(*status::spawn_watch_group(sys, std::move(options))) {}

  entry add(const status::task_actor& task,
            const status::state_holder_actor& holder) {
    status::shim::anon_mail(status::atom::add_v, task, holder).send(group_);
    return task;
  }

  void save(const entry& x) {
    status::shim::anon_mail(status::atom::save_v, x).send(group_);
  }

  void stop(const entry& x) {
    status::shim::anon_mail(status::atom::stop_v, x, status::stop_order{})
      .send(group_);
  }

private:
  status::watch_group_actor group_;
};

} // namespace benchmark
