/// Foreign keys across a change: those that the table gets anew, and those that
/// other tables have on it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schema_change/table_info.hpp"

namespace schema_change {

class connection;
struct plan;

/// A foreign key that the old table does not have, or not over the same values.
/// Nobody enforces it before the cut-over, so what goes away from its parent is
/// logged, and looked for among the rows that refer to it.
struct new_link {
  size_t number = 0; // of the target's foreign keys, and in the log
  foreign_key key;   // with the parent's columns named
  bool itself = false;
  std::vector<std::string> parent_key;
  std::vector<std::string> collations; // of the parent's columns

  /// Whether a column of the key has to be converted to be compared.
  std::vector<affinity> converts; // none: as it is

  /// Under which conditions a new row `NEW` of the parent displaces one, `s`.
  std::vector<std::string> displacements;

  std::string index;      // of the shadow, to find rows by the key
  bool own_index = false; // made for this, and dropped in the end
};

/// Finds the new foreign keys of a plan that is otherwise complete, and gives
/// each an index.
std::vector<new_link> find_links(connection& db, const plan& what);

/// The condition that a row `d` refers to the logged parent `g`.
std::string refers_to_logged(const new_link& x);

/// The CREATE INDEX for the index that a link has of its own.
/// @param table the name of the table that it is on.
std::string link_index_sql(const new_link& x, const std::string& table);

/// Returns the columns of a primary key in its order.
std::vector<std::string> primary_key_of(const table_info& table);

/// Throws `failure` with `ec::bad_argument` if another table refers to a key
/// whose values the change would replace, or compare in another way.
void check_children(connection& db, const plan& what);

} // namespace schema_change
