/// Compares the shadow with what the table's rows should have become.
#pragma once

#include "schema_change/replay.hpp"

namespace schema_change {

/// The checksum: value by value, and both ways. A chunk that differs is brought
/// up to date once and compared again; if it still differs the copy is wrong.
class verifier {
public:
  verifier(session& on, const queries& sql, replay& changes, parents& links,
           pacer& pace, gauges& shown);

  /// Compares what is not verified yet. Throws when cancelled.
  void run();

private:
  void chunk();

  bool walk(std::optional<row>& walked);

  void compare(stored_run& next, ends range, const row& bounds);

  int64_t gather_differences(ends range, const row& bounds);

  void repair(const stored_run& next, int64_t rows);

  [[noreturn]] void give_up() const;

  session& on_;
  const queries& sql_;
  replay& changes_;
  parents& links_;
  pacer& pace_;
  gauges& shown_;
  chunk_size size_;
};

} // namespace schema_change
