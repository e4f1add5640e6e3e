#include "schema_change/key.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/failure.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

/// A unique key of the source, and why it cannot be used.
struct candidate {
  copy_key key;
  std::string objection;
  bool nullable = false;
};

std::string columns_of(const copy_key& key) {
  std::vector<std::string> names;
  for (const auto& x : key.parts)
    names.push_back(x.source);
  return fmt::format("({})", join(names, ", "));
}

// Row values compare with the collation of the column, and in one direction.
void check_shape(candidate& x, const table_info& source,
                 const index_info& index) {
  for (const auto& part : index.columns) {
    const auto& column = source.columns[static_cast<size_t>(part.column)];
    if (!same_name(part.collation, column.collation))
      x.objection = "its index has another collation than its column";
    if (part.descending != index.columns.front().descending)
      x.objection = "its index mixes ASC and DESC";
    if (!column.not_null)
      x.nullable = true;
  }
}

void check_carried(candidate& x, const table_info& target,
                   const column_mapping& mapping) {
  for (auto& part : x.key.parts) {
    for (const auto& [column, from] : mapping.carried)
      if (from == part.source
          && (part.target.empty() || same_name(column, part.source)))
        part.target = column;
    if (part.target.empty()) {
      x.objection
        = fmt::format("the new table has no column that holds {}", part.source);
      return;
    }
    part.to = target.column(part.target)->converts;
    if (part.converted() && part.from == affinity::none)
      x.objection = fmt::format(
        "{} has no type now and one in the new table, "
        "so its values cannot be told apart there",
        part.source);
  }
}

std::vector<candidate> candidates_of(const table_info& source) {
  std::vector<candidate> result;
  auto part_of = [&source](size_t i) {
    const auto& column = source.columns[i];
    return key_part{column.name, {}, column.collation, column.converts, {}};
  };
  if (source.rowid_column) {
    result.emplace_back();
    result.back().key.parts = {part_of(*source.rowid_column)};
  }
  auto keys = source.indexes;
  std::stable_partition(keys.begin(), keys.end(),
                        [](const index_info& x) { return x.primary_key; });
  for (const auto& index : keys) {
    if (!index.unique || index.partial || !index.plain())
      continue;
    candidate x;
    for (const auto& column : index.columns)
      x.key.parts.push_back(part_of(static_cast<size_t>(column.column)));
    x.key.index = index.name;
    x.key.descending = index.columns.front().descending;
    check_shape(x, source, index);
    result.push_back(std::move(x));
  }
  return result;
}

bool begins_with_key(const index_info& index, const table_info& target,
                     const copy_key& key) {
  if (index.partial || index.columns.size() < key.parts.size())
    return false;
  for (size_t i = 0; i < key.parts.size(); ++i) {
    const auto& at = index.columns[i];
    const auto& part = key.parts[i];
    if (at.column < 0 || !same_name(at.collation, part.lookup())
        || at.descending != index.columns.front().descending
        || target.columns[static_cast<size_t>(at.column)].name != part.target)
      return false;
  }
  return true;
}

/// Settles what follows from the target, once a key is chosen.
copy_key settled(copy_key key, const table_info& target) {
  for (const auto& part : key.parts) {
    const auto& column = *target.column(part.target);
    if (part.converted() || !same_name(column.collation, part.collation))
      key.ordered = false;
  }
  if (const auto* rowid = target.rowid();
      rowid != nullptr && key.parts.size() == 1
      && rowid->name == key.parts.front().target)
    return key;
  for (const auto& x : target.indexes)
    if (begins_with_key(x, target, key)) {
      key.target_index = x.name;
      return key;
    }
  key.needs_index = true;
  return key;
}

} // namespace

bool key_part::converted() const {
  return storing(from) != storing(to) && to != affinity::none;
}

std::string key_part::lookup() const {
  return converted() ? "BINARY" : collation;
}

bool copy_key::converted() const {
  return std::any_of(parts.begin(), parts.end(),
                     [](const key_part& x) { return x.converted(); });
}

bool holds_null(connection& db, const table_info& source, const copy_key& key) {
  for (const auto& x : key.parts) {
    const auto* column = source.column(x.source);
    if (column->not_null || column == source.rowid())
      continue; // SQLite would look for one all the same
    if (db.any(fmt::format("SELECT 1 FROM main.{} WHERE {} IS NULL LIMIT 1",
                           in_quotes(source.name), in_quotes(x.source))))
      return true;
  }
  return false;
}

copy_key choose_key(connection& db, const table_info& source,
                    const table_info& target, const column_mapping& mapping) {
  auto candidates = candidates_of(source);
  for (auto& x : candidates)
    if (x.objection.empty())
      check_carried(x, target, mapping);
  // Keys that keep their values first, then those that cannot be NULL.
  auto rank = [](const candidate& x) {
    return (x.key.converted() ? 2 : 0) + (x.nullable ? 1 : 0);
  };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [rank](const candidate& x, const candidate& y) {
                     return rank(x) < rank(y);
                   });
  std::string objections;
  for (auto& x : candidates) {
    if (x.objection.empty() && x.nullable && holds_null(db, source, x.key))
      x.objection = "it holds NULL";
    if (x.objection.empty())
      return settled(x.key, target);
    objections += fmt::format("; {}: {}", columns_of(x.key), x.objection);
  }
  refuse(
    fmt::format("table {} has no key that its rows keep in the new table{}"
                ". Needed is a PRIMARY KEY or a UNIQUE index without "
                "NULLs, whose columns the new table takes over by name "
                "or by a plain --map NEW=OLD. Add one first",
                source.name, objections));
}

} // namespace schema_change
