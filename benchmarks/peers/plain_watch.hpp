/// What all have in common who watch plain tasks without actors.
#pragma once

#include <memory>
#include <vector>

#include "harness/quiet.hpp"
#include "peers/plain_task.hpp"

namespace benchmark {

/// One caller for each of the two calls that a task gets.
template <class Caller>
struct pair_of {
  /// @param in what a caller lives in, if that is anything.
  template <class... In>
  pair_of(watched_object& task, intervals often, In&... in)
    : status(in..., task, call::status, often),
      checkpoint(in..., task, call::checkpoint, often) {}

  void stop() {
    status.stop();
    checkpoint.stop();
  }

  Caller status;
  Caller checkpoint;
};

/// Watches each task with two callers. How these are started and stopped is
/// what differs.
template <class Caller>
class plain_watch : public subject {
public:
  void make_tasks(size_t n, call_book& book) override {
    watches_.resize(n);
    for (size_t i = 0; i < n; ++i)
      tasks_.push_back(std::make_unique<plain_task>(&book, i));
  }

  void call_every(intervals x) override {
    often_ = x;
  }

  void settle() override {
    wait_until_quiet();
  }

protected:
  intervals often_;
  std::vector<std::unique_ptr<plain_task>> tasks_;
  std::vector<std::unique_ptr<pair_of<Caller>>> watches_;
};

} // namespace benchmark
