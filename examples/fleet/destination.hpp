/// The database that a shard is moved to: its rows, and how far they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleet/shard.hpp"
#include "status/messages/steering.hpp"

namespace fleet {

/// How far one table is.
struct table_position {
  std::string name;
  std::optional<int64_t> copied; // the last key; none: nothing yet
  bool copied_all = false;
  std::optional<int64_t> checked; // the last key
  bool checked_all = false;
  uint64_t rows = 0;
  uint64_t expected = 0;
  uint64_t rows_checked = 0;
};

/// The checkpoint of a move.
struct position {
  int64_t change = 0; // of the source's log, the last one applied
  std::vector<table_position> tables;
};

/// Renders a position for people: `orders:4711 change:12`.
std::string to_text(const position& x);

/// One connection to the destination. Everything that is written is written by
/// an `owned` transaction.
class destination {
public:
  /// Makes the file unless there is one.
  destination(const std::string& path, uint64_t epoch);

  /// Takes the move over from whoever had it, or begins it. Returns whether it
  /// had begun. Throws `status::failure` if the file is of another move, or
  /// somebody with as high an epoch has claimed it.
  bool claim(const std::string& source, const std::string& token,
             const shard& what);

  /// Reads how far the move is.
  position load();

  /// What operators wanted; nothing if it cannot be read.
  std::optional<status::steering> wanted();

  connection db;

private:
  friend class owned;

  void begin(const std::string& source, const std::string& token,
             const shard& what);

  const std::string path_;
  const uint64_t epoch_;
};

/// Returns whether the file at `path` has all rows of the move with this token.
bool is_ready(const std::string& path, const std::string& token);

/// A write transaction of the owner. It begins with the proof that nobody else
/// has claimed the move, else its constructor throws `status::failure` with
/// `ec::fenced`. SQLite lets one writer in at a time, so nothing of an earlier
/// owner can land after the claim of a later one.
class owned {
public:
  explicit owned(destination& on);

  /// Stores how far one table is, and the last change that was applied.
  void store(int64_t change);
  void store(const table_position& x);

  /// Stores what operators want.
  void store(const status::steering& x);

  /// Notes that all is here; what counts is that the source says so, too.
  void finish();

  /// Notes an attempt to write a checkpoint. Throws `status::failure` with
  /// `ec::fenced` if a newer one is noted.
  void stamp(uint64_t epoch, uint64_t id);

  void commit();

private:
  connection& db_;
  transaction guard_;
};

} // namespace fleet
