/// Brings the shadow up to date with what the application has changed.
#pragma once

#include <chrono>
#include <cstdint>

#include "schema_change/failure.hpp"
#include "schema_change/gauges.hpp"
#include "schema_change/pacer.hpp"
#include "schema_change/parents.hpp"
#include "schema_change/queries.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

/// Replays the change log: each key in it is deleted from the shadow and
/// inserted as the source has it now, in the transaction that deletes it from
/// the log. So a crash loses nothing, and doing it twice changes nothing.
class replay {
public:
  replay(session& on, const queries& sql, parents& links, pacer& pace,
         gauges& shown, std::chrono::nanoseconds chunk_time);

  /// Also checks the foreign keys of what is replayed.
  void check_parents(bool x) {
    check_parents_ = x;
  }

  /// How many changes wait at most.
  uint64_t pending();

  /// Replays one batch of changes in a transaction of its own. Returns how many
  /// changes there were.
  uint64_t pass();

  /// Replays until a pass finds only a few changes. Throws when cancelled.
  void drain();

  /// Replays all changes inside the caller's transaction, and notes in `next`
  /// how far it came.
  void all(stored_run& next);

  /// Brings the keys in the batch up to date inside the caller's transaction.
  void renew(const stored_run& next);

  /// Finds the row of the batch that cannot be inserted, inside a transaction
  /// in which `error` was the answer to all of them. It must not be committed.
  failure culprit(const sqlite_error& error);

private:
  uint64_t replay_up_to(stored_run& next, uint64_t rows);

  uint64_t replay_changes(stored_run& next, uint64_t rows);

  session& on_;
  const queries& sql_;
  parents& links_;
  pacer& pace_;
  gauges& shown_;
  chunk_size size_;
  bool check_parents_ = false;
};

} // namespace schema_change
