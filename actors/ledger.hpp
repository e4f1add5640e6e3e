/// What a desk knows and whom it has told what, without the actors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "status/messages/desk.hpp"

namespace status {

/// Entries of tasks, their last transitions, and who follows them. What changes
/// between two batches for a follower is told once, by its last value;
/// transitions are all told, as far as they are kept.
class ledger {
public:
  /// So many transitions are kept per task, as a state holder does.
  static constexpr size_t replay_capacity = 64;

  /// So many tasks are in one batch at most, and about so many bytes, so that
  /// no message holds up others for long.
  static constexpr size_t batch_size = 200;
  static constexpr size_t batch_bytes = 1'000'000;

  /// So many names of what is forgotten are in one batch at most.
  static constexpr size_t batch_names = 1000;

  using follower_id = uint64_t;

  /// Takes what is new of a task. Transitions that it has had are skipped;
  /// after a gap those who follow are told to start over.
  void put(task_update x);

  /// Has `f` change the entry of a known task; `event` is what it has entered.
  template <class F>
  void change(const std::string& task, F f,
              std::vector<transition> event = {}) {
    auto i = records_.find(task);
    if (i == records_.end())
      return;
    f(i->second.entry);
    take_in(i->second, std::move(event), false);
  }

  /// Forgets a task.
  void erase(const std::string& task);

  /// Returns null if it does not know the task.
  const task_entry* find(const std::string& task) const;

  /// The entries that match, in the order of their names.
  task_list list(const task_filter& which) const;

  size_t size() const noexcept {
    return records_.size();
  }

  // -- followers -----------------------------------------------------------------

  /// Adds somebody who follows; everything that matches is news.
  follower_id follow(follow_order what);

  void leave(follower_id who);

  /// The next batch of news, empty if there is none. Says whether there is
  /// more.
  task_updates take(follower_id who, bool& more);

  /// So many names are kept for those who have not been told yet that a task is
  /// forgotten.
  size_t erased() const noexcept {
    return erased_.size();
  }

private:
  struct told_event {
    transition what;
    uint64_t revision = 0;
  };

  struct record {
    task_entry entry;
    std::vector<told_event> replay; // contiguous, up to `last`
    stream_position last;           // transition that is known
    uint64_t born = 0;              // the revision of its first entry
    uint64_t lost = 0;              // the revision of the last gap
    uint64_t revision = 0;          // of the last change
  };

  struct follower {
    task_filter which;
    std::map<std::string, stream_position> seen; // until it is told of the task
    uint64_t since = 0;                          // the revision at its begin
    uint64_t told = 0;                           // the revision
  };

  void take_in(record& x, std::vector<transition> events, bool gap);

  static bool wants(const follower& who, const record& x);

  static task_update news_of(const record& x, follower& who);

  void forget_erased();

  uint64_t revision_ = 0;
  std::map<std::string, record> records_;
  std::map<uint64_t, std::string> by_revision_; // the last change of each
  std::map<uint64_t, std::string> erased_;      // by revision
  std::map<follower_id, follower> followers_;
  follower_id last_follower_ = 0;
};

} // namespace status
