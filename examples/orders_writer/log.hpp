/// The writer's own book: what it was about to do, and what became of it. A
/// kill at any instant leaves at most one transaction open, and the database
/// tells how that one ended (`writer_progress` in create.cpp).
///
///   H writer rows seed                      the database it belongs to
///   I number give_up operation...           on disk before it is begun
///   C number sequence waited time [ids]     committed
///   R number reason                         rolled back
///
/// The fields are separated by tabs; `waited` is how long it waited for locks
/// in microseconds, `time` is in milliseconds since 1970.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "operation.hpp"

namespace orders_writer {

/// How a transaction ended well.
struct outcome {
  int64_t sequence = 0;     // over all writers, without gaps
  std::vector<int64_t> ids; // chosen by the database, in order
};

/// What a log says as a whole.
struct history {
  uint64_t writer = 0;
  origin from;
  int64_t last_number = 0;    // of the last intent
  int64_t last_committed = 0; // the number of the last known to be committed
  std::optional<intent> open; // the last intent, if its end is not known
};

using on_commit = std::function<void(intent, outcome)>;

/// Reads a log and calls `committed` for each transaction that is known to
/// have been committed. A last line without an end is ignored. Throws
/// `std::runtime_error` if it is not a log.
history read_log(const std::string& path, const on_commit& committed = {});

/// Renders ids as they are stored in the log and in the database.
std::string text_of(const std::vector<int64_t>& ids);

/// Reads what `text_of` has written.
std::vector<int64_t> ids_of(const std::string& text);

/// Appends to a log.
class log_writer {
public:
  /// Creates the file or goes on with it, without an unfinished last line.
  explicit log_writer(const std::string& path);

  log_writer(const log_writer&) = delete;

  log_writer& operator=(const log_writer&) = delete;

  ~log_writer();

  void header(uint64_t writer, const origin& from);

  /// Returns once this line, and all before it, are on the disk.
  void intend(const intent& x);

  void committed(int64_t number, const outcome& x,
                 std::chrono::microseconds waited);

  void rolled_back(int64_t number, const std::string& reason);

private:
  void append(std::string line);

  int file_ = -1;
};

} // namespace orders_writer
