/// What a schema change is asked to do.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace schema_change {

/// What happens with an unfinished change of an earlier run.
enum class resume_mode : uint8_t {
  automatic, // resume if there is one, start otherwise
  never,     // remove it and start over
  require,   // fail if there is none
};

struct settings {
  std::string database;  // path of the file
  std::string table;     // the table to change
  std::string statement; // the wanted CREATE TABLE, the text of NEW.sql

  /// Column of the new table to an expression over the columns of the old one.
  std::map<std::string, std::string> mapping;

  bool allow_drop = false; // whether columns of the old table may be lost
  std::chrono::milliseconds chunk_time{50};    // wanted length of a transaction
  std::chrono::milliseconds lock_wait{30'000}; // for other connections' locks
  std::string pause_file; // the run holds while it exists; empty: none
  uint64_t max_rows_per_second = 0; // 0: no limit
  bool defer_cut_over = false;      // creates the sentinel table
  bool keep_old = false;            // keeps the old table as `_<table>_old`
  bool indexes_first = false; // indexes grow with the copy, none blocks later
  bool take_over = false;     // fences off a run that holds the table
  resume_mode resume = resume_mode::automatic;
  std::chrono::nanoseconds max_checkpoint_age = std::chrono::hours{7 * 24};
  std::chrono::nanoseconds sentinel_limit = std::chrono::hours{48};
};

} // namespace schema_change
