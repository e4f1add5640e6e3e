// A placement's book, and what is decided in it.
#pragma once

#include "precompiled.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/placement_book.hpp"

namespace status::placing {

using namespace std::chrono_literals;

constexpr caf::timespan grace = 10s;

/// No jitter, so that pauses are exact: 1 s, 2 s, then never again.
inline restart_options twice() {
  restart_options result;
  result.max_restarts = 2;
  result.jitter_percent = 0;
  return result;
}

inline task_entry entry(const std::string& task, const std::string& node,
                        uint64_t epoch, presence seen = presence::live) {
  task_entry result;
  result.task = task;
  result.node = node;
  result.seen = seen;
  result.now.at = {epoch, 0};
  result.now.current = state::copy_rows;
  return result;
}

inline task_entry ended(const std::string& task, const std::string& node,
                        uint64_t epoch, run_outcome outcome,
                        caf::error cause = {}) {
  auto result = entry(task, node, epoch, presence::ended);
  result.outcome = outcome;
  result.cause = std::move(cause);
  return result;
}

struct book_fixture {
  void begin(std::vector<std::string> tasks, restart_options how = twice()) {
    std::vector<job_order> orders;
    orders.reserve(tasks.size());
    for (auto& task : tasks)
      orders.push_back({std::move(task), "what", 0, {}});
    all.emplace(std::move(orders), grace, how, now);
  }

  /// Has a job run on a worker, at the end of the first grace.
  void run_on(const std::string& node, uint64_t epoch = 1) {
    begin({"a"});
    all->join(node, 9, now);
    pass(grace);
    all->hear(entry("a", node, epoch), now);
    look();
  }

  /// What is decided now, as `task@node`.
  void look() {
    last = all->take(now);
    starts.clear();
    for (const auto& [node, order] : last.starts)
      starts.push_back(order.task + "@" + node);
  }

  void pass(caf::timespan x) {
    now += x;
    look();
  }

  const job_result& result(size_t i = 0) {
    seen = all->results();
    return seen.jobs.at(i);
  }

  using names = std::vector<std::string>;

  time_point now{1h};
  std::optional<book> all;
  actions last;
  names starts;
  job_results seen;
};

} // namespace status::placing
