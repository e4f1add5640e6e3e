/// Copies the table in key order, one transaction per chunk.
#pragma once

#include "schema_change/replay.hpp"

namespace schema_change {

/// The watermark moves in the transaction of the rows that it speaks of, so the
/// two cannot disagree, whenever the process ends.
class copier {
public:
  copier(session& on, const queries& sql, replay& changes, pacer& pace,
         gauges& shown);

  /// Copies what is left. Throws when cancelled.
  void run();

private:
  bool chunk();

  bool copy_range(stored_run& next, const row& upper);

  session& on_;
  const queries& sql_;
  replay& changes_;
  pacer& pace_;
  gauges& shown_;
  chunk_size size_;
};

} // namespace schema_change
