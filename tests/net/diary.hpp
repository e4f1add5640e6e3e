// Keeps what an observer is told, and checks that each transition comes once
// and in order.
#pragma once

#include "places.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "status/net/observe.hpp"

namespace status::net::test {

/// What was told of one task.
struct told_task {
  task_entry entry;
  std::vector<stream_position> transitions;
  size_t resets = 0;
  bool forgotten = false;
};

/// What was told of all.
struct told {
  std::map<std::string, told_task> tasks;
  std::vector<link_status> lines;
  std::string broken; // what ought not to have happened

  bool is(link_state x) const {
    return !lines.empty() && lines.back().now == x;
  }

  /// Whether a task is known to be at a position.
  bool at(const std::string& task, stream_position x) const;

  bool seen_as(const std::string& task, presence x) const;
};

class diary {
public:
  /// Options that write here. This object must outlive the link.
  observe_options options();

  /// Waits until `done` says so; fails the test after a long time. Returns how
  /// long it took.
  std::chrono::milliseconds wait(const std::string& what,
                                 const std::function<bool(const told&)>& done);

  told read();

private:
  void take(const task_updates& x);
  void take(task_update x);

  std::mutex mutex_;
  std::condition_variable changed_;
  told told_;
};

} // namespace status::net::test
