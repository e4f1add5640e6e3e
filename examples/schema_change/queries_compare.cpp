#include <fmt/format.h>

#include <algorithm>

#include "schema_change/queries.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

/// The number of the assignment that fills a column, from 1.
size_t assigned(const plan& x, const std::string& column) {
  auto i = std::find_if(
    x.assignments.begin(), x.assignments.end(),
    [&column](const assignment& y) { return y.column == column; });
  return static_cast<size_t>(i - x.assignments.begin()) + 1;
}

} // namespace

std::string queries::match_compare() const {
  std::vector<std::string> result;
  for (const auto& part : plan_.key.parts)
    result.push_back(
      fmt::format("d.{} = c._status_v{} COLLATE {}", in_quotes(part.target),
                  assigned(plan_, part.target), in_quotes(part.lookup())));
  return join(result, " AND ");
}

// The columns convert what is stored in them as those of the new table do.
std::string queries::create_compare() const {
  std::vector<std::string> columns;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i)
    columns.push_back(fmt::format("_status_k{}", i));
  for (size_t i = 1; i <= plan_.assignments.size(); ++i) {
    const auto* column = plan_.target.column(plan_.assignments[i - 1].column);
    columns.push_back(
      fmt::format("_status_v{} {}", i, type_of(column->converts)));
  }
  return fmt::format(
    "CREATE TEMP TABLE IF NOT EXISTS _status_compare({});"
    "DELETE FROM temp._status_compare",
    join(columns, ", "));
}

std::string queries::compare_from_range(ends which) const {
  std::vector<std::string> keys;
  for (const auto& part : plan_.key.parts)
    keys.push_back("s." + in_quotes(part.source));
  return fmt::format(
    "INSERT INTO temp._status_compare SELECT {}, {} FROM {} "
    "WHERE {}",
    join(keys, ", "), expressions(), source(), range(which));
}

std::string queries::differing() const {
  std::vector<std::string> keys;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i)
    keys.push_back(fmt::format("c._status_k{0} AS k{0}", i));
  std::vector<std::string> same;
  for (size_t i = 1; i <= plan_.assignments.size(); ++i) {
    const auto* column = plan_.target.column(plan_.assignments[i - 1].column);
    auto name = in_quotes(column->name);
    same.push_back(
      fmt::format("d.{} IS c._status_v{} COLLATE BINARY", name, i));
    // Only here can 1 and 1.0 stand for each other.
    if (column->converts == affinity::none)
      same.push_back(
        fmt::format("typeof(d.{}) = typeof(c._status_v{})", name, i));
  }
  return fmt::format(
    "SELECT {} FROM temp._status_compare AS c LEFT JOIN {} "
    "ON {} WHERE d.{} IS NULL OR NOT ({})",
    join(keys, ", "), shadow_by_key(), match_compare(),
    in_quotes(plan_.key.parts.front().target), balanced(same, " AND "));
}

const char* queries::count_compare() {
  return "SELECT count(*) FROM temp._status_compare";
}

std::string queries::count_shadow(ends which) const {
  return fmt::format("SELECT count(*) FROM {} WHERE {}", shadow_by_key(),
                     compared(shadow_key(), which, plan_.key.descending));
}

std::string queries::surplus(ends which) const {
  return lost_rows(shadow_by_key(),
                   compared(shadow_key(), which, plan_.key.descending));
}

std::string queries::surplus_by_locator(ends which) const {
  return lost_rows(shadow_by_locator(), compared(located(), which, false));
}

std::string queries::locator_at(bool lower) const {
  return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT 1 OFFSET ?",
                     join(located(), ", "), shadow_by_locator(),
                     compared(located(), {lower, false}, false),
                     join(located(), ", "));
}

std::string queries::last_locator(bool lower) const {
  return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {} DESC LIMIT 1",
                     join(located(), ", "), shadow_by_locator(),
                     compared(located(), {lower, false}, false),
                     join(located(), " DESC, "));
}

// -- the shadow's rows ---------------------------------------------------------

std::vector<std::string> queries::locator() const {
  if (!plan_.target.without_rowid)
    return {in_quotes(plan_.target.rowid_name())};
  std::vector<std::string> result;
  for (const auto& x : plan_.target.indexes)
    if (x.primary_key)
      for (const auto& part : x.columns)
        result.push_back(in_quotes(
          plan_.target.columns[static_cast<size_t>(part.column)].name));
  return result;
}

std::vector<std::string> queries::located() const {
  auto result = locator();
  for (auto& x : result)
    x.insert(0, "d.");
  return result;
}

std::vector<std::string> queries::shadow_key() const {
  std::vector<std::string> result;
  for (const auto& part : plan_.key.parts)
    result.push_back("d." + in_quotes(part.target));
  return result;
}

// A key that the new type has changed is changed back to be looked up.
std::string queries::lost_rows(const std::string& from,
                               const std::string& condition) const {
  std::vector<std::string> keys;
  std::vector<std::string> same;
  for (size_t i = 0; i < plan_.key.parts.size(); ++i) {
    const auto& part = plan_.key.parts[i];
    auto key = "d." + in_quotes(part.target);
    if (part.converted())
      key = fmt::format("CAST({} AS {})", key, type_of(part.from));
    keys.push_back(fmt::format("{} AS k{}", key, i + 1));
    same.push_back(fmt::format("s.{} = {}", in_quotes(part.source), key));
  }
  return fmt::format(
    "SELECT {} FROM {} WHERE {} AND NOT EXISTS (SELECT 1 "
    "FROM {} WHERE {})",
    join(keys, ", "), from, condition, source(), join(same, " AND "));
}

} // namespace schema_change
