/// The database that a shard is moved away from: who moves it, the log of what
/// writers change meanwhile, and where it went.
#pragma once

#include <cstdint>
#include <string>

#include "fleet/shard.hpp"

namespace fleet {

/// Who moves a shard, as the source has it.
struct source_owner {
  uint64_t epoch = 0; // 0: nobody has begun
  std::string token;  // random, of this move
  std::string destination;
  bool moved = false; // the cut-over is done
};

/// Reads who moves the shard in a file. Throws `status::failure` if there is no
/// such database.
source_owner look_up(const std::string& path);

/// One connection to the source. Everything that is written is written in a
/// transaction that begins with the proof that nobody with a higher epoch has
/// claimed the shard: else it throws `status::failure` with `ec::fenced`.
class source {
public:
  source(const std::string& path, uint64_t epoch);

  /// Takes the shard over from whoever moved it before. Throws
  /// `status::failure` if it is moved to another place, or has a higher epoch
  /// already.
  source_owner claim(const std::string& destination);

  /// Makes the log and what fills it, unless it is there. Throws
  /// `status::failure` with `ec::binlog_not_found` if a part of it is missing.
  void capture(const shard& what, bool resumed);

  /// Of the last change that is logged.
  int64_t last_change();

  /// Of the first one that still is; 0 if there is none.
  int64_t first_change();

  /// Forgets changes up to one, a number of them at a time.
  void forget(int64_t change);

  /// Proves that we still own the shard, in a transaction of ours.
  void check_owner();

  /// Refuses all writes from now on, with a text that says where the shard is,
  /// and forgets the log: the cut-over. In a transaction of ours.
  void close(const shard& what, const std::string& destination);

  connection db;

private:
  const std::string path_;
  const uint64_t epoch_;
};

/// As long as it lives, all reads of the source see the same moment.
class reading {
public:
  explicit reading(source& from);

  reading(const reading&) = delete;

  reading& operator=(const reading&) = delete;

  ~reading();

private:
  connection& db_;
};

/// The text of SQLite's error for whoever writes to a shard that has moved.
std::string moved_text(const std::string& destination);

/// Returns the destination if `text` is that of `moved_text`, else nothing.
std::string moved_to(const std::string& text);

} // namespace fleet
