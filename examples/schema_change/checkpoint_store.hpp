/// The checkpoint: one row per table under change, in the database itself, so
/// that it moves in the same transaction as the rows that it speaks of.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "schema_change/sqlite.hpp"
#include "status/messages/steering.hpp"

namespace schema_change {

/// What a run is allowed to do next.
enum class phase : uint8_t {
  running,    // copy, replay, compare
  swapped,    // the cut-over is done, only the old table is left to remove
  discarding, // the copy is useless and is being removed
};

/// The row of one table.
struct stored_run {
  std::string table;
  uint64_t epoch = 0; // one more with every start
  std::string owner;  // random, of the start that may write
  std::string token;  // random, of the change log
  phase now = phase::running;
  std::string statement;
  std::string definition;    // of the source and its indexes
  std::optional<row> copied; // the greatest key in the shadow
  bool copied_all = false;
  std::optional<row> checked; // the greatest key that is verified clean
  bool checked_all = false;
  uint64_t rows_copied = 0;
  uint64_t rows_expected = 0;
  uint64_t rows_checked = 0;
  uint64_t change = 0;   // of the change log, the last one replayed
  bool sentinel = false; // whether the sentinel table was created
  bool keep_old = false;
  status::steering wanted; // by operators, as of the start
  std::chrono::system_clock::time_point written;
  std::string damage; // what cannot be read in it; empty: all can be
};

/// Renders a key as text without loss, for storing.
std::string encode(const row& key);

/// Reads what `encode` wrote. Throws `std::invalid_argument` for other texts.
row decode(const std::string& text);

/// Returns 128 random bits as text.
std::string random_token();

namespace checkpoint_store {

/// Creates the table if there is none, and rebuilds one of an earlier version.
/// To be called in a transaction. Throws `failure` if there is another table of
/// that name.
void prepare(connection& db);

/// Returns the row of a table, if there is one; with `damage` if it is not what
/// was written. Throws `failure` if a table of that name is not ours, or the
/// row is of another version.
std::optional<stored_run> load(connection& db, const std::string& table);

/// Writes the first row of a run.
void insert(connection& db, const stored_run& x);

/// Replaces what a run has reached. Not the attempt, which `stamp` writes, nor
/// what operators want, which `steer` writes.
void update(connection& db, const stored_run& x);

/// Makes `x.owner` the owner and counts the epoch up, in a transaction of its
/// own. Every later write of an earlier owner finds out and fails.
/// @param check runs in the transaction, and may throw.
void claim(connection& db, stored_run& x,
           const std::function<void()>& check = nullptr);

/// Returns whether `owner` may write.
bool owned(connection& db, const std::string& table, const std::string& owner);

/// Notes an attempt of this owner, unless a newer one is noted. Returns whether
/// it did.
bool stamp(connection& db, const std::string& table, uint64_t epoch,
           uint64_t id);

/// Stores what operators want, unless something newer is stored. To be called
/// by the owner, in a transaction.
void steer(connection& db, const std::string& table,
           const status::steering& wanted);

/// Returns whether the change of another table has made the sentinel table.
bool others_wait(connection& db, const std::string& table);

/// Removes the row, and the table with the last one.
void remove(connection& db, const std::string& table);

} // namespace checkpoint_store

} // namespace schema_change
