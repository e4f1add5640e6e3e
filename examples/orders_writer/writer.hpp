/// An application that writes to the table all the time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace orders_writer {

struct writer_options {
  std::string database;
  std::string log;
  uint64_t seed = 1;                     // also who it is: one log per seed
  std::chrono::milliseconds duration{0}; // 0: until it is told to stop
  int64_t most = 0;                      // transactions; 0: no limit
  bool own_ids
    = false; // chooses them, as it has to without AUTOINCREMENT or rowids
  int64_t rate = 0; // transactions a second; 0: no limit
  std::chrono::milliseconds patience{30'000}; // for one lock
};

struct writer_summary {
  int64_t committed = 0;
  int64_t rolled_back = 0; // on purpose
  int64_t timed_out = 0;   // no lock within the patience; tried again
  std::chrono::microseconds longest_wait{0}; // for a lock
  bool resolved = false; // the log's last transaction was found out about
};

/// Writes until the limits are reached or SIGINT or SIGTERM comes. Throws when
/// the database refuses what it should take.
writer_summary write(const writer_options& options);

} // namespace orders_writer
