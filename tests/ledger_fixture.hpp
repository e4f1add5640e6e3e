// What the suites of the ledger put into it and take out of it.
#pragma once

#include "fixture.hpp"

#include <string>
#include <vector>

#include "actors/ledger.hpp"

namespace status::test {

using numbers = std::vector<uint64_t>;

inline transition event(uint64_t epoch, uint64_t sequence) {
  transition result;
  result.at = {epoch, sequence};
  return result;
}

inline task_update news(const std::string& task, uint64_t epoch,
                        uint64_t sequence) {
  task_update result;
  result.entry.task = task;
  result.entry.node = "db1";
  result.entry.now.at = {epoch, sequence};
  return result;
}

/// One more transition of a task, as it is told.
inline task_update step(const std::string& task, uint64_t epoch,
                        uint64_t sequence) {
  auto result = news(task, epoch, sequence);
  result.missed.emplace_back(event(epoch, sequence));
  return result;
}

inline numbers sequences(const task_update& x) {
  numbers result;
  for (const auto& y : x.missed)
    result.emplace_back(y.at.sequence);
  return result;
}

struct books {
  /// What is new for `who`, which must be of one task.
  task_update one(ledger::follower_id who) {
    auto batch = all(who);
    CAF_REQUIRE_EQUAL(batch.updates.size(), 1u);
    return batch.updates[0];
  }

  task_updates all(ledger::follower_id who) {
    return book.take(who, more);
  }

  ledger::follower_id follow(std::vector<task_position> seen = {}) {
    return book.follow({{{}, false}, std::move(seen)});
  }

  /// Has a task enter the states from `first` to `last`.
  void enter(const std::string& task, uint64_t first, uint64_t last) {
    for (auto i = first; i <= last; ++i)
      book.put(step(task, 1, i));
  }

  ledger book;
  bool more = false;
};

} // namespace status::test
