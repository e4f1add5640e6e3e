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

  /// How many parents are logged that went away.
  uint64_t logged();

  /// Logs the rows of the batch as parents that may go away now.
  void log_batch();

  /// Checks whether rows refer to what is logged, and empties the log. The
  /// shadow must be up to date.
  /// @param rows how many parents at most.
  /// @param only_empty whether nothing is checked.
  /// @returns how many there were.
  uint64_t check_logged(uint64_t rows, bool only_empty);

private:
  struct link {
    foreign_key key;
    std::string in_batch;
    std::string in_compare;
    const new_link* fresh = nullptr; // null if the old table has it too
    bool warned = false;
  };

  void check(link& x, const std::string& query);

  std::string described(const link& x, const row& orphan) const;

  [[noreturn]] void refuse_orphan(const link& x, const row& orphan) const;

  session& on_;
  const queries& sql_;
  std::vector<link> links_;
};

} // namespace schema_change
