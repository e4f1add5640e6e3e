/// Brings the shadow up to date with what the application has changed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "schema_change/failure.hpp"
#include "schema_change/gauges.hpp"
#include "schema_change/pacer.hpp"
#include "schema_change/parents.hpp"
#include "schema_change/pressure.hpp"
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

  /// Replays until what is left fits into one transaction of `finish`. Throws
  /// when cancelled, and `failure` with `ec::unavailable` if the application
  /// goes on writing faster than its changes can be replayed.
  void drain();

  /// The same without a pass for the few changes that fit already.
  void catch_up();

  /// Like `catch_up`, but deaf to a cancel: for after the cut-over is granted.
  void catch_up_granted();

  /// Keeps the log short beside other work: replays for a moment if it is not.
  /// Never fails because the application writes too fast. Returns whether the
  /// log is short. Throws when cancelled.
  bool shorten();

  /// Replays inside the caller's transaction, and notes in `next` how far it
  /// came. Returns whether nothing is left. If not, which happens when the
  /// application has written a lot just now, the caller commits what was done
  /// and tries again after `catch_up`.
  bool finish(stored_run& next);

  /// Brings the keys in the batch up to date inside the caller's transaction.
  void renew(const stored_run& next);

  /// Finds the row of the batch that cannot be inserted, inside a transaction
  /// in which `error` was the answer to all of them. It must not be committed.
  /// Returns nothing if no row is at fault.
  std::optional<failure> culprit(const sqlite_error& error);

private:
  uint64_t pass_once();

  uint64_t limit() const;

  void check_pace();

  uint64_t replay_up_to(stored_run& next, uint64_t rows);

  uint64_t replay_changes(stored_run& next, uint64_t rows);

  session& on_;
  const queries& sql_;
  parents& links_;
  pacer& pace_;
  gauges& shown_;
  chunk_size size_;
  pressure pressure_;
  bool warned_ = false;
  bool check_parents_ = false;
};

} // namespace schema_change
