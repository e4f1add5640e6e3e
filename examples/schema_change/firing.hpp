/// Which triggers an update of a column fires: what SQLite does not say, and
/// what a change can silence without breaking anything.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace schema_change {

class connection;

/// An update of one column of a table or view, and what it fires.
struct firing {
  std::string object;
  std::string column;
  std::set<std::string> triggers;
};

/// Asks SQLite about every column of everything that has triggers.
std::vector<firing> find_firings(connection& db);

/// Returns the triggers that are for updates of a column that is gone, e.g.
/// `t (for updates of x.a)`.
std::vector<std::string> silenced(const std::vector<firing>& before,
                                  const std::vector<firing>& after);

} // namespace schema_change
