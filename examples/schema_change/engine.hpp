/// The engine of an online schema change: plain blocking C++ over SQLite, no
/// actors. The task actor around it runs it in a thread of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "schema_change/failure.hpp"
#include "schema_change/host.hpp"
#include "schema_change/settings.hpp"
#include "status/messages/checkpoint.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/steering.hpp"

namespace schema_change {

/// Numbers for reports and the last line of a run. All of one moment.
struct figures {
  uint64_t chunk_rows = 0;      // the size of the next chunk
  uint64_t rows_per_second = 0; // of the copy, over the last seconds
  uint64_t rows_copied = 0;     // includes those of earlier runs
  uint64_t changes_applied = 0; // by this run, of the application's writers
  uint64_t changes_pending = 0; // as last seen
  uint64_t rows_checked = 0;
  uint64_t rows_repaired = 0;               // by the checksum
  std::chrono::nanoseconds cut_over_time{}; // 0 before it
  std::string old_table; // the name under which the old table is kept
  bool given_up = false; // an unfinished change, and nothing else was wanted
  std::string position;  // of the last checkpoint, e.g. `id=48211 change=9120`
};

/// Changes one table. Make one object per run.
class engine {
public:
  /// @param world must outlive the engine.
  engine(settings what, host& world);

  engine(const engine&) = delete;

  engine& operator=(const engine&) = delete;

  /// Gives up the lock on the table.
  ~engine();

  /// Does the whole change and returns once it is finished. Blocks. To be
  /// called once, in one thread. Throws `failure`; with `ec::cancelled` when
  /// the host is cancelled before the cut-over.
  void run();

  /// Writes the checkpoint and returns once it is durable. Callable from any
  /// thread while `run` works and after it has failed; uses a connection of its
  /// own. Throws `failure` with `ec::watermark_not_ready` before the first
  /// chunk, `ec::fenced` if a newer run or a newer attempt has written,
  /// `ec::past_cut_over`, and `ec::could_not_write_checkpoint`.
  status::checkpoint dump(status::attempt which);

  /// Stores what operators want with the checkpoint, unless something newer is
  /// stored, and returns once it is durable. What to obey is asked of the host.
  /// Callable like `dump`. Throws `failure` with `ec::fenced` like that, and
  /// with `ec::unavailable` if it is not stored yet: because it cannot be, or
  /// because the change has not begun, whose first checkpoint it is part of.
  void steer(const status::steering& wanted);

  /// Returns the progress. Callable from any thread, never waits for the
  /// database, has no side effects.
  status::progress progress() const;

  /// Like `progress`, for what only this engine knows.
  figures numbers() const;

private:
  class body;

  std::unique_ptr<body> body_;
};

} // namespace schema_change
