/// The change log: triggers on the table note the key of every row that the
/// application touches.
#pragma once

#include <string>
#include <vector>

#include "schema_change/plan.hpp"

namespace schema_change {

class connection;

/// The log's table and triggers, in the order of their creation, and those of
/// the log of parents. The token makes those of one run different from those of
/// any other.
std::vector<stored_object> change_log(const plan& x, const std::string& token);

/// Returns whether every one of them is in the database as it was created.
bool intact(connection& db, const std::vector<stored_object>& objects);

/// Returns the names of the logs' triggers.
std::vector<std::string> log_triggers(const plan& x);

/// Conditions under which a new row `NEW` displaces a row `s` of another key:
/// REPLACE fires no delete trigger for it, and what is logged without need does
/// no harm. Throws `failure` if they cannot be told.
/// @param key of the rows that need no condition, may be null.
std::vector<std::string> displacements(const table_info& table,
                                       const copy_key* key);

} // namespace schema_change
