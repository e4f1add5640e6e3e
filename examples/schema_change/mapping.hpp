/// Where the values of the new table's columns come from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "schema_change/plan.hpp"

namespace schema_change {

/// How the columns of the old table reach the new one.
struct column_mapping {
  std::vector<assignment> assignments;

  /// Target column to the source column that it holds unchanged.
  std::map<std::string, std::string> carried;
};

/// Maps by name, and by the expressions of the user. Throws `failure` with
/// `ec::bad_argument` if an expression is no deterministic expression over one
/// row, if a column would get no value, or if one would be lost without leave.
column_mapping map_columns(const table_info& source, const table_info& target,
                           const settings& what);

} // namespace schema_change
