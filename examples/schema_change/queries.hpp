/// Every statement that copies, replays and compares, as text.
#pragma once

#include <string>
#include <vector>

#include "schema_change/plan.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

/// Which ends of a range of keys are given. The lower one is excluded, the
/// upper one included. Parameters come in that order.
struct ends {
  bool lower = false;
  bool upper = false;
};

/// Builds the statements of one plan. The temporary tables `_status_batch` and
/// `_status_compare` hold keys and wanted rows of one transaction.
class queries {
public:
  /// @param x must outlive the queries.
  explicit queries(const plan& x) : plan_(x) {}

  // -- the source, in key order ------------------------------------------------

  /// The key of the row that is as many rows behind as the last parameter says.
  std::string key_at(bool lower) const;

  /// The greatest key.
  std::string last_key(bool lower) const;

  /// Inserts the rows of a range into the shadow.
  std::string copy(ends which) const;

  /// The keys of a range, one row each.
  std::string keys(ends which) const;

  // -- the batch: keys to be brought up to date --------------------------------

  /// Creates the empty batch: each key as it is, and as the new table stores
  /// it.
  std::string create_batch() const;

  /// Adds the keys of the change log behind one number and up to another.
  std::string batch_from_log() const;

  /// Adds the keys of a range of the source.
  std::string batch_from_range(ends which) const;

  /// Adds keys to the batch out of a query that yields them.
  std::string batch_from(const std::string& query) const;

  /// Finds a key in the batch that cannot identify a row any more: NULL, or
  /// changed by its new type so that it does not lead back.
  std::string unusable_key() const;

  /// The key at a place in the batch.
  std::string batch_key() const;

  /// Deletes the shadow's rows with the keys of the batch.
  std::string purge() const;

  /// Inserts the source's rows with the keys of the batch, up to a watermark
  /// if there is one.
  std::string refill(bool watermark) const;

  // -- the comparison ----------------------------------------------------------

  std::string create_compare() const;

  /// Adds what the rows of a range should be.
  std::string compare_from_range(ends which) const;

  /// The keys of the rows that are missing or different in the shadow.
  std::string differing() const;

  /// How many rows the source has in the comparison.
  static const char* count_compare();

  /// How many rows the shadow has in a range. Only for an ordered key.
  std::string count_shadow(ends which) const;

  /// The keys, as the source has them, of the shadow's rows in a range that the
  /// source does not have. Only for an ordered key.
  std::string surplus(ends which) const;

  // -- foreign keys ------------------------------------------------------------

  /// Keys of rows that refer to a parent row that is not there, of the rows in
  /// the batch or in the comparison.
  std::string orphans(const foreign_key& key, const table_info& parent,
                      bool in_batch) const;

  /// Notes which parents of a new foreign key within the table the batch is
  /// about to delete.
  std::string note_parents(const new_link& x) const;

  /// The key of a row that refers to a parent that is logged, up to a sequence
  /// number, and not there.
  std::string lost_parent(const new_link& x) const;

  // -- the shadow by its own order, for keys that are not ordered ---------------

  /// The shadow's locator: the columns by which a row is addressed.
  std::vector<std::string> locator() const;

  /// The locator of the row that is as many rows behind.
  std::string locator_at(bool lower) const;

  std::string last_locator(bool lower) const;

  /// Like `surplus`, over a range of locators.
  std::string surplus_by_locator(ends which) const;

private:
  std::string source() const;

  std::string shadow() const;

  std::string shadow_by_key() const;

  std::string shadow_by_locator() const;

  std::string columns() const;

  std::string expressions() const;

  std::string log_columns() const;

  std::string range(ends which) const;

  std::string match_batch() const;

  std::string match_compare() const;

  std::vector<std::string> shadow_key() const;

  std::vector<std::string> located() const;

  std::string lost_rows(const std::string& from,
                        const std::string& condition) const;

  const plan& plan_;
};

/// Joins expressions by an operator, nested no deeper than need be: SQLite
/// takes a thousand levels, and a table may have more columns.
std::string balanced(const std::vector<std::string>& parts, const char* by);

/// Names the only index that may be used; none if the name is empty.
std::string by_index(const std::string& name);

/// Renders the condition that a tuple of columns lies in a range.
std::string compared(const std::vector<std::string>& columns, ends which,
                     bool descending);

/// Puts the parameters of a range together.
row bounds_of(const std::optional<row>& lower, const row& more);

} // namespace schema_change
