/// The component as the benchmarks use it: many tasks under one watch, where it
/// has that.
#pragma once

#include <caf/actor_system.hpp>

#include <stdexcept>
#include <utility>

#include "status/actors/watcher.hpp"

#if __has_include("status/actors/watch_group.hpp")
#  include "status/actors/watch_group.hpp"
#endif

namespace benchmark {

#if __has_include("status/actors/watch_group.hpp")

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

#else

class watched_group {
public:
  using entry = status::watcher_actor;

  watched_group(caf::actor_system& sys, status::watch_options options)
    : sys_(sys), options_(std::move(options)) {}

  entry add(const status::task_actor& task,
            const status::state_holder_actor& holder) {
    auto result = status::watch(sys_, task, holder, options_);
    if (!result)
      throw std::runtime_error{"no watcher"};
    return std::move(*result);
  }

  void save(const entry& x) {
    status::shim::anon_mail(status::atom::save_v).send(x);
  }

  void stop(const entry& x) {
    status::shim::anon_mail(status::atom::stop_v, status::stop_order{}).send(x);
  }

private:
  caf::actor_system& sys_;
  status::watch_options options_;
};

#endif

} // namespace benchmark
