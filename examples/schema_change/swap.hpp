/// The cut-over's change of the schema: the shadow gets the table's name.
///
/// Index names are unique in a database and indexes cannot be renamed, so the
/// names are exchanged in the schema table, as SQLite documents it for changes
/// that leave the file's content alone: https://www.sqlite.org/lang_altertable
/// section 8. The text of every row was made by SQLite beforehand, and the new
/// schema is read back before the transaction commits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema_change/change_log.hpp"
#include "schema_change/plan.hpp"

namespace schema_change {

class connection;

/// One row of the schema table as it will be.
struct schema_edit {
  int64_t rowid = 0;
  std::string old_name;
  std::string name;
  std::string table;
  std::string sql; // empty for an index that belongs to a constraint
};

struct swap {
  std::vector<schema_edit> edits;
  std::vector<stored_object> triggers; // of the application, in their order
};

/// Prepares the exchange for the schema as it is now.
swap make_swap(connection& db, const plan& what);

/// Exchanges the tables inside the caller's transaction, and reads the schema
/// back. Throws `sqlite_error` if it does not load; then the caller rolls back.
void apply_swap(connection& db, const plan& what, const swap& x);

/// Removes an empty sqlite_sequence inside the caller's transaction.
/// @param free_name a name that nothing in the schema has.
void drop_sequence(connection& db, const std::string& free_name);

} // namespace schema_change
