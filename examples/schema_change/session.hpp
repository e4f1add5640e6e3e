/// One start of a change: its connection, and the only way to write with it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schema_change/change_log.hpp"
#include "schema_change/checkpoint_store.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/host.hpp"
#include "schema_change/lock_file.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/sqlite.hpp"
#include "schema_change/turns.hpp"

namespace schema_change {

/// As long as this table exists, the cut-over waits.
constexpr const char* sentinel_table = "_status_sentinel";

/// What identifies the source for a resume: the CREATE texts of the table and
/// of its indexes.
std::string definition_of(const table_info& source);

/// Opens the database as every part of the engine needs it.
/// @param durable whether a commit must survive a power cut.
void configure(connection& db, bool durable);

/// The connection of the thread that runs the engine, and the state of its run.
class session {
public:
  session(connection& db, host& world, const settings& wanted,
          const lock_file& lock);

  connection& db;
  host& world;
  const settings& wanted;
  const lock_file& lock;
  stored_run run;                   // as of the last commit
  std::shared_ptr<const plan> what; // null while only cleaning up

  /// Throws `failure` with `ec::cancelled` once the host says so.
  void check_cancelled() const;

  /// Throws `failure` with `ec::fenced` if another run has taken the lock. As
  /// long as this run owns nothing, that is all that keeps it from taking the
  /// change away from the newer one.
  void check_lock() const;

  /// How this run ends once another one owns the change.
  failure taken_over() const;

  /// Throws unless the table and the change log are still as planned.
  void check_definition();

  /// Throws if the database has not its name any more.
  void check_place() const;

  /// Does `work`, which has one transaction, until readers let it commit.
  template <class Work>
  auto take_turns(Work work) {
    auto pause = [this](std::chrono::milliseconds duration) {
      if (!world.cancelled())
        world.pause(duration);
      return !world.cancelled();
    };
    return schema_change::take_turns(db, wanted.lock_wait, pause, work);
  }

private:
  friend class owned_transaction;

  int64_t schema_version_ = -1;
};

/// As long as it lives, a cancel ends the statements of a session.
class cancellable {
public:
  explicit cancellable(session& on);

  cancellable(const cancellable&) = delete;

  cancellable& operator=(const cancellable&) = delete;

  ~cancellable();

private:
  connection& db_;
};

/// A write transaction of the owner. Its first statement proves that nobody
/// else has become the owner: SQLite lets one writer in at a time, so nothing
/// of an earlier owner can land after the claim of a later one.
class owned_transaction {
public:
  /// @param name for `host::trace`.
  owned_transaction(session& on, const char* name);

  owned_transaction(const owned_transaction&) = delete;

  owned_transaction& operator=(const owned_transaction&) = delete;

  /// Stores `next` in the checkpoint row and commits.
  void commit(const stored_run& next);

  /// Commits without touching the row, e.g. because it was removed.
  void commit();

private:
  session& on_;
  const char* name_;
  transaction guard_;
};

} // namespace schema_change
