// Workers in virtual time, whose jobs have scripted tasks.
#pragma once

#include "fixture.hpp"

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "status/actors/placement.hpp"
#include "status/actors/task.hpp"
#include "status/actors/worker.hpp"

namespace status::test {

/// A job as a worker has made it.
struct made_job {
  std::string node;
  job_order order;
  std::vector<run_info> runs;
  std::vector<task_actor> tasks;
  supervisor_actor boss;
};

struct workers : fixture {
  ~workers() override {
    for (auto& x : jobs)
      end(x.boss);
    for (auto& x : all)
      end(x);
    end(placement);
  }

  /// What a worker makes jobs with: their first epoch is one more than the
  /// order's, or than what the store has.
  job_maker maker(const std::string& node) {
    return [this, node](caf::actor_system& host, const job_order& order) {
      if (refusal)
        throw failure{refusal};
      auto& job = jobs.emplace_back(made_job{node, order, {}, {}, {}});
      supervise_options how;
      how.holder.epoch = order.epoch + 1;
      how.holder.wanted = order.wanted;
      how.restart.max_restarts = 0;
      how.watch.log = log;
      auto made = supervise(
        host,
        [this, &job](caf::actor_system&, const run_info& info) {
          job.runs.push_back(info);
          job.tasks.push_back(spawn_scripted_task(std::make_shared<script>()));
          return job.tasks.back();
        },
        how);
      job.boss = *made;
      if (stillborn > 0) {
        --stillborn;
        caf::anon_send_exit(job.boss, caf::exit_reason::kill);
      }
      return made;
    };
  }

  worker_actor spawn(const std::string& node, uint32_t capacity = 4) {
    worker_options how;
    how.desk.node = node;
    how.capacity = capacity;
    auto made = spawn_worker(sys, maker(node), how);
    if (!made)
      CAF_FAIL("no worker: " << to_text(made.error()));
    all.push_back(*made);
    settle();
    return *made;
  }

  /// Asks for something that has no answer but an error.
  template <class Handle, class... Ts>
  caf::error order(const Handle& whom, Ts... xs) {
    auto answer = begin_order(whom, std::move(xs)...);
    return *answer ? **answer : caf::error{caf::sec::request_timeout};
  }

  /// What an announcer does, again and again.
  caf::error announce(const worker_actor& worker) {
    auto who = ask<desk_info>(worker, atom::hello_v, protocol_version).value();
    return order(placement, atom::announce_v, who,
                 caf::actor_cast<caf::strong_actor_ptr>(worker));
  }

  worker_actor announced(const std::string& node, uint32_t capacity = 4) {
    auto made = spawn(node, capacity);
    if (auto err = announce(made))
      CAF_FAIL("not announced: " << to_text(err));
    return made;
  }

  void place(std::vector<std::string> tasks, restart_options restart = {}) {
    placement_options how;
    for (auto& x : tasks)
      how.jobs.push_back({std::move(x), "what", 0, {}});
    how.grace = 10s;
    how.restart = std::move(restart);
    how.restart.jitter_percent = 0;
    how.log = log;
    auto made = spawn_placement(sys, std::move(how));
    if (!made)
      CAF_FAIL("no placement: " << to_text(made.error()));
    placement = *made;
    settle();
  }

  void enter(made_job& job, state to) {
    ask<snapshot>(job.runs.back().holder.actor, atom::advance_v, to).value();
  }

  void end_task(made_job& job) {
    caf::anon_send_exit(job.tasks.back(), caf::exit_reason::user_shutdown);
    settle();
  }

  void succeed(made_job& job) {
    enter(job, state::cut_over);
    enter(job, state::close);
    end_task(job);
  }

  void fail(made_job& job, ec code) {
    ask<verdict>(job.runs.back().holder.actor, atom::fail_v, make_error(code));
    end_task(job);
  }

  std::deque<made_job> jobs; // in the order of their making
  std::vector<worker_actor> all;
  placement_actor placement;
  caf::error refusal;
  size_t stillborn = 0; // so many jobs are killed as soon as they are made
};

} // namespace status::test
