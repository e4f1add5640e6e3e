/// What a change will do, decided before anything is written: pure data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schema_change/links.hpp"
#include "schema_change/settings.hpp"
#include "schema_change/table_info.hpp"

namespace schema_change {

class connection;

/// The names of everything that a change of one table creates.
struct helper_names {
  std::string shadow;     // becomes the table
  std::string log;        // keys that the application has changed
  std::string old;        // the table after the cut-over
  std::string key_index;  // finds the shadow's rows by the old key
  std::string parent_log; // what went away from parents of new foreign keys

  explicit helper_names(const std::string& table);

  /// The n-th index that finds the shadow's rows by a foreign key.
  std::string link_index(size_t n) const;
};

/// One column of the key that orders the copy.
struct key_part {
  std::string source;
  std::string target;
  std::string collation; // of the source
  affinity from = affinity::none;
  affinity to = affinity::none;

  /// Whether storing a key in the new table can change it, e.g. '7' to 7.
  bool converted() const;

  /// The collation by which the shadow is searched: that of the source, except
  /// that text which becomes a number has none any more.
  std::string lookup() const;
};

/// The key that identifies a row before and after the change.
struct copy_key {
  std::vector<key_part> parts;
  std::string index;        // of the source; empty for the rowid
  std::string target_index; // finds a row in the target; empty for the rowid
  bool descending = false;
  bool ordered = true;      // the shadow's rows have the same order
  bool needs_index = false; // the target has no index to find a row by it

  bool converted() const;
};

/// A column of the new table and what is stored in it.
struct assignment {
  std::string column;
  std::string expression; // over the source's columns, with the alias `s`
};

/// An index of the application that the new table gets too.
struct carried_index {
  std::string name;
  std::string original;    // its CREATE INDEX
  std::string shadow_name; // until the cut-over
  std::string shadow_sql;
};

struct plan {
  table_info source;
  table_info target; // under the final name
  helper_names names;
  copy_key key;
  std::vector<assignment> assignments;

  /// Target column to the source column that it holds unchanged.
  std::map<std::string, std::string> carried;

  std::vector<carried_index> indexes;
  std::vector<std::string> lost_indexes;
  std::vector<new_link> links;
  std::string shadow_sql;
  std::string statement; // NEW.sql and the mapping, to be compared on a resume
};

/// Something in the schema, with exactly the text that SQLite stores.
struct stored_object {
  std::string name;
  std::string sql;
};

/// The indexes that are built once the shadow is full: those of the
/// application, and those for new foreign keys.
std::vector<stored_object> shadow_indexes(const plan& x);

/// Returns the CREATE INDEX for `names.key_index`.
/// @param table the name of the table that it is on.
std::string key_index_sql(const plan& x, const std::string& table);

/// The name that an index of the target has as long as it is the shadow's.
/// Those of constraints are called after their table.
std::string shadow_index(const plan& x, const std::string& name);

/// Every name that the change takes in the schema.
std::vector<std::string> taken_names(const plan& x);

/// Returns the table to change. Throws `failure` with `ec::bad_argument` if
/// there is none, or none that can be changed.
table_info find_source(connection& db, const settings& what);

/// Plans the change of the table as it is now. Reads only. Throws `failure`
/// with `ec::bad_argument` when the change is impossible or not allowed.
plan make_plan(connection& db, const settings& what);

/// Returns the text that stands for what is wanted.
std::string statement_text(const table_info& target, const settings& what);

} // namespace schema_change
