/// How big a table is, roughly and quickly.
#pragma once

#include <chrono>
#include <cstdint>

#include "schema_change/table_info.hpp"

namespace schema_change {

class connection;

struct table_size {
  uint64_t rows = 0;
  uint64_t bytes = 0; // of the rows, without indexes
};

/// Counts the rows if that takes no longer than `patience`, and otherwise
/// believes the statistics, or the span of the rowids.
table_size estimate(connection& db, const table_info& table,
                    std::chrono::milliseconds patience);

/// Throws `failure` with `ec::bad_argument` if the disk has less room than a
/// second table of that size needs.
void check_room(connection& db, const std::string& path, table_size need);

} // namespace schema_change
