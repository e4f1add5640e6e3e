/// A shard: one SQLite file with several tables, as it is to be moved.
#pragma once

#include <string>
#include <vector>

#include "schema_change/sqlite.hpp"
#include "schema_change/table_info.hpp"

namespace fleet {

using schema_change::connection;
using schema_change::in_quotes;
using schema_change::row;
using schema_change::table_info;
using schema_change::transaction;

/// One table of a shard. Its rows go by their INTEGER PRIMARY KEY.
struct shard_table {
  table_info info;
  std::string key;                  // the column's name
  std::vector<std::string> columns; // all that are stored, the key first

  /// The statement that yields the rows behind one key, a number of them at
  /// most, in the order of their keys.
  std::string chunk() const;

  /// The same, up to another key.
  std::string range() const;

  /// The statement that yields the row with a key.
  std::string one() const;

  /// The statement that stores a row, in the place of whichever it displaces.
  std::string put() const;

  std::string remove() const;

  std::string count() const;
};

/// Something that is made once the rows are there.
struct shard_object {
  std::string name;
  std::string sql;
};

/// What is in a shard besides its rows.
struct shard {
  std::vector<shard_table> tables;
  std::vector<shard_object> indexes;
  std::vector<shard_object> rest; // views, then triggers
  std::string definition;         // all of it, to see whether it has changed
};

/// Bounds for `chunk` and `range` that are beyond all keys.
constexpr double before_all_keys = -1e19;
constexpr double behind_all_keys = 1e19;

/// Whether a name is in the schema of a database.
bool has_object(connection& db, const std::string& name);

/// Prefix of what a move adds to a database.
constexpr const char* own_prefix = "_fleet_";

/// Reads what is in a shard. Throws `status::failure` with `ec::bad_argument`
/// for what cannot be moved.
shard read_shard(connection& db);

} // namespace fleet
