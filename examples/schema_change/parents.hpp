/// The foreign keys of the new table, checked row by row before they hold.
#pragma once

#include <string>
#include <vector>

#include "schema_change/queries.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

/// Finds rows that refer to a parent that is not there. One that breaks the
/// same foreign key of the old table already is only worth a warning.
class parents {
public:
  parents(session& on, const queries& sql);

  /// Checks the rows of the batch. Throws `failure` with `ec::bad_argument`.
  void check_batch();

  /// Checks the rows of the comparison, likewise.
  void check_compare();

private:
  struct link {
    foreign_key key;
    std::string in_batch;
    std::string in_compare;
    bool known = false; // the old table has it too
    bool warned = false;
  };

  void check(link& x, const std::string& query);

  session& on_;
  std::vector<link> links_;
};

} // namespace schema_change
