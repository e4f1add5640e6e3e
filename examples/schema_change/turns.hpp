/// Commits that take turns with readers.
///
/// Without a write-ahead log a commit waits until all readers have ended, and
/// lets no new one begin meanwhile. For a long reader all others would wait,
/// too. So a commit waits for a moment only; then the transaction is rolled
/// back, the readers have their turn, and it is done again.
#pragma once

#include <chrono>

#include "schema_change/sqlite.hpp"

namespace schema_change {

/// As long as it lives, commits of a connection wait for a moment only.
class turns {
public:
  /// @param longest for how long a transaction is done again and again.
  turns(connection& db, std::chrono::milliseconds longest);

  turns(const turns&) = delete;

  turns& operator=(const turns&) = delete;

  ~turns();

  /// To be called after a `blocked_commit`: whether there is time for another
  /// turn, which then has a longer moment.
  bool another();

  /// How long the readers' turn is: as long as they were kept out.
  std::chrono::milliseconds pause() const {
    return pause_;
  }

private:
  using clock = std::chrono::steady_clock;

  connection& db_;
  const std::chrono::milliseconds longest_;
  const std::chrono::milliseconds most_;
  std::chrono::milliseconds moment_;
  std::chrono::milliseconds pause_{0};
  const clock::time_point begin_ = clock::now();
};

/// Does `work`, which has one transaction, until its commit is let through.
/// @param pause gives readers their turn; returns false to give up.
/// Throws the last `blocked_commit` when that takes longer than `longest`.
template <class Pause, class Work>
auto take_turns(connection& db, std::chrono::milliseconds longest, Pause pause,
                Work work) {
  turns all{db, longest};
  for (;;)
    try {
      return work();
    } catch (const blocked_commit&) {
      if (!all.another() || !pause(all.pause()))
        throw;
    }
}

} // namespace schema_change
