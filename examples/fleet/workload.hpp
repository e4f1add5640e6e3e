/// The demo's shards and their writers: everything follows from a seed, so what
/// a shard must hold after any number of transactions can be told.
#pragma once

#include <cstdint>
#include <string>

#include "schema_change/sqlite.hpp"

namespace fleet {

/// What a shard is made of. Stored in the shard itself.
struct workload {
  uint64_t seed = 1;
  uint64_t shard = 0;
  uint64_t rows = 1000; // of its largest table, at the begin
};

/// Fills a new database.
void fill(schema_change::connection& db, const workload& what);

/// Reads what a shard was made of.
workload workload_of(schema_change::connection& db);

/// The number of the last transaction that a shard has seen; 0: none.
uint64_t last_transaction(schema_change::connection& db);

/// Does a transaction: the same one for the same number. Its number is stored
/// with it.
void transact(schema_change::connection& db, const workload& what,
              uint64_t number);

} // namespace fleet
