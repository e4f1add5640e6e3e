// The jobs of a runner in a process of its own.
#pragma once

#include <caf/scoped_actor.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

#include "status/actors/task.hpp"
#include "status/actors/watcher.hpp"
#include "status/desks.hpp"

namespace status {

/// What a runner runs: jobs that go on when they are told to.
class peer_jobs {
public:
  peer_jobs(caf::actor_system& sys, const local_desk_actor& desk)
    : sys_(sys), desk_(desk) {}

  peer_jobs(const peer_jobs&) = delete;
  peer_jobs& operator=(const peer_jobs&) = delete;

  ~peer_jobs() {
    for (const auto& [name, x] : jobs_) {
      caf::anon_send_exit(x.watcher, caf::exit_reason::kill);
      caf::anon_send_exit(x.task, caf::exit_reason::kill);
      caf::anon_send_exit(x.holder.actor, caf::exit_reason::kill);
    }
  }

  std::string obey(const std::string& line) {
    std::istringstream words{line};
    std::string verb;
    std::string name;
    uint64_t number = 0;
    words >> verb >> name >> number;
    if (verb == "add")
      return add(name, number);
    if (verb == "advance" && jobs_.count(name) != 0)
      return ask<snapshot>(jobs_.at(name).holder.actor, atom::advance_v,
                           static_cast<state>(number));
    return "what is " + line + "?";
  }

private:
  struct job {
    state_holder holder;
    task_actor task;
    watcher_actor watcher;
  };

  template <class Result, class Handle, class... Ts>
  std::string ask(const Handle& whom, Ts... xs) {
    std::string answer = "ok";
    auto failed = [&answer](caf::error& x) { answer = to_text(x); };
    caf::scoped_actor self{sys_};
    auto asked = self->request(whom, caf::timespan{std::chrono::seconds{30}},
                               std::move(xs)...);
    if constexpr (std::is_void_v<Result>)
      asked.receive([] {}, failed);
    else
      asked.receive([](Result&) {}, failed);
    return answer;
  }

  std::string add(const std::string& name, uint64_t epoch) {
    holder_options options;
    options.epoch = epoch;
    options.may_repeat_checksum = true;
    auto holder = spawn_state_holder(sys_, options);
    auto task = spawn_task(sys_, holder, {});
    watch_options quiet;
    quiet.status_interval = caf::timespan{0};
    quiet.checkpoint_interval = caf::timespan{0};
    auto watcher = watch(sys_, task, holder.actor, quiet);
    if (!watcher)
      return to_text(watcher.error());
    jobs_.emplace(name, job{holder, task, *watcher});
    return ask<void>(desk_, atom::add_v, name, desk_job{*watcher});
  }

  caf::actor_system& sys_;
  local_desk_actor desk_;
  std::map<std::string, job> jobs_;
};

} // namespace status
