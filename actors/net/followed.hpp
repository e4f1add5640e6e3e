/// What somebody has been told of the tasks of a desk, so that each transition
/// is told once, whatever comes twice or is lost. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "status/messages/desk.hpp"

namespace status::net {

class followed {
public:
  /// More tasks than that nobody follows.
  static constexpr size_t most_tasks = 100'000;

  /// Returns what is new in what a desk says: without what was told before, and
  /// with `reset` where transitions are missing. What it says has been checked.
  task_updates take(task_updates x);

  /// How far we are with each task whose end we have not seen.
  std::vector<task_position> positions() const;

  size_t size() const {
    return records_.size();
  }

  /// All tasks are about to be told again.
  void begin_again();

  /// Forgets the tasks that were not told since `begin_again`, and returns
  /// their names.
  std::vector<std::string> forget_untold();

private:
  struct record {
    stream_position at; // of the last transition that was told
    bool ended = false;
    bool told = false;
  };

  bool take(task_update& x);

  std::map<std::string, record> records_;
};

} // namespace status::net
