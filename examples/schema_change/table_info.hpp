/// What SQLite knows about a table, asked by its pragmas rather than parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace schema_change {

class connection;

/// How a column converts what is stored in it.
enum class affinity : uint8_t { none, text, numeric, integer, real };

/// The type that gives a column this affinity, e.g. `TEXT`.
const char* type_of(affinity x);

/// Returns one affinity for all that store the same values in the same way.
affinity storing(affinity x);

struct column_info {
  std::string name;
  std::string type;
  std::string collation = "BINARY";
  affinity converts = affinity::none;
  bool not_null = false;
  bool has_default = false;
  std::string default_sql; // the expression
  bool generated = false;
  bool computed = false;  // generated, and not stored
  int in_primary_key = 0; // its place from 1, 0 if it is no part
};

struct index_column {
  int column = 0; // negative for the rowid and for an expression
  std::string collation;
  bool descending = false;
};

struct index_info {
  std::string name;
  std::string sql; // empty for those that belong to a constraint
  bool unique = false;
  bool partial = false;
  bool primary_key = false;
  std::vector<index_column> columns; // of the key only

  /// Whether every part of the key is a column of the table.
  bool plain() const;
};

struct foreign_key {
  std::string parent;
  std::vector<std::string> from;
  std::vector<std::string> to; // empty: the parent's primary key
};

struct table_info {
  std::string name; // as it is spelled in the schema
  std::string sql;
  std::string kind; // `table`, `view`, `virtual`, `shadow`
  bool without_rowid = false;
  bool strict = false;
  bool autoincrement = false;
  std::optional<size_t> rowid_column; // the INTEGER PRIMARY KEY
  std::vector<column_info> columns;
  std::vector<index_info> indexes;
  std::vector<foreign_key> foreign_keys;

  /// Returns the column of that name, or null.
  const column_info* column(const std::string& name) const;

  /// Returns the column that is the rowid, or null.
  const column_info* rowid() const;

  /// Returns a name of the rowid that no column hides, or an empty text.
  std::string rowid_name() const;
};

/// Returns what is known about `name` in the database's main schema, or nothing
/// if there is no such table.
std::optional<table_info> inspect_table(connection& db,
                                        const std::string& name);

} // namespace schema_change
