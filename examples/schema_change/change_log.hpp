/// The change log: triggers on the table note the key of every row that the
/// application touches.
#pragma once

#include <string>
#include <vector>

#include "schema_change/plan.hpp"

namespace schema_change {

class connection;

/// Something in the schema, with exactly the text that SQLite stores.
struct stored_object {
  std::string name;
  std::string sql;
};

/// The log's table and triggers, in the order of their creation. The token
/// makes those of one run different from those of any other.
std::vector<stored_object> change_log(const plan& x, const std::string& token);

/// Returns whether every one of them is in the database as it was created.
bool intact(connection& db, const std::vector<stored_object>& objects);

/// Returns the names of the log's triggers, whatever the plan.
std::vector<std::string> log_triggers(const helper_names& names);

} // namespace schema_change
