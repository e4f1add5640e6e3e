#include "schema_change/queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

std::string tuple(const std::vector<std::string>& parts) {
  return parts.size() == 1 ? parts.front()
                           : fmt::format("({})", join(parts, ", "));
}

std::string ordered(const std::vector<std::string>& columns, bool descending) {
  return fmt::format("{} {}", join(columns, descending ? " DESC, " : ", "),
                     descending ? "DESC" : "ASC");
}

std::vector<std::string> source_key(const plan& x) {
  std::vector<std::string> result;
  for (const auto& part : x.key.parts)
    result.push_back("s." + in_quotes(part.source));
  return result;
}

std::string numbered_list(const char* prefix, size_t count) {
  std::vector<std::string> result;
  for (size_t i = 1; i <= count; ++i)
    result.push_back(fmt::format("{}{}", prefix, i));
  return join(result, ", ");
}

} // namespace

std::string balanced(const std::vector<std::string>& parts, const char* by) {
  constexpr size_t level = 32;
  if (parts.size() <= level)
    return join(parts, by);
  std::vector<std::string> groups;
  for (auto i = parts.begin(); i != parts.end();) {
    auto size = std::min<size_t>(level, static_cast<size_t>(parts.end() - i));
    auto end = i + static_cast<std::ptrdiff_t>(size);
    groups.push_back(fmt::format("({})", fmt::join(i, end, by)));
    i = end;
  }
  return balanced(groups, by);
}

std::string by_index(const std::string& name) {
  return name.empty() ? "NOT INDEXED" : "INDEXED BY " + in_quotes(name);
}

std::string compared(const std::vector<std::string>& columns, ends which,
                     bool descending) {
  auto marks = tuple(std::vector<std::string>(columns.size(), "?"));
  std::vector<std::string> conditions;
  if (which.lower)
    conditions.push_back(
      fmt::format("{} {} {}", tuple(columns), descending ? "<" : ">", marks));
  if (which.upper)
    conditions.push_back(
      fmt::format("{} {} {}", tuple(columns), descending ? ">=" : "<=", marks));
  return conditions.empty() ? "1" : join(conditions, " AND ");
}

row bounds_of(const std::optional<row>& lower, const row& more) {
  auto result = lower.value_or(row{});
  result.insert(result.end(), more.begin(), more.end());
  return result;
}

// -- parts ---------------------------------------------------------------------

// The planner cannot know how narrow a range is, and may take another index, to
// read all of it: the one that is meant is named.

std::string queries::source() const {
  return fmt::format("main.{} AS s {}", in_quotes(plan_.source.name),
                     by_index(plan_.key.index));
}

std::string queries::shadow() const {
  return "main." + in_quotes(plan_.names.shadow);
}

std::string queries::shadow_by_key() const {
  auto index = plan_.key.needs_index
                 ? plan_.names.key_index
                 : shadow_index(plan_, plan_.key.target_index);
  return fmt::format("{} AS d {}", shadow(), by_index(index));
}

std::string queries::shadow_by_locator() const {
  std::string index;
  if (plan_.target.without_rowid)
    for (const auto& x : plan_.target.indexes)
      if (x.primary_key)
        index = x.name;
  return fmt::format("{} AS d {}", shadow(),
                     by_index(shadow_index(plan_, index)));
}

std::string queries::columns() const {
  std::vector<std::string> result;
  for (const auto& x : plan_.assignments)
    result.push_back(in_quotes(x.column));
  return join(result, ", ");
}

std::string queries::expressions() const {
  std::vector<std::string> result;
  for (const auto& x : plan_.assignments)
    result.push_back(x.expression);
  return join(result, ", ");
}

std::string queries::log_columns() const {
  return numbered_list("k", plan_.key.parts.size());
}

std::string queries::range(ends which) const {
  return compared(source_key(plan_), which, plan_.key.descending);
}

// -- the source, in key order --------------------------------------------------

std::string queries::key_at(bool lower) const {
  auto key = source_key(plan_);
  return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT 1 OFFSET ?",
                     join(key, ", "), source(), range({lower, false}),
                     ordered(key, plan_.key.descending));
}

std::string queries::last_key(bool lower) const {
  auto key = source_key(plan_);
  return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT 1",
                     join(key, ", "), source(), range({lower, false}),
                     ordered(key, !plan_.key.descending));
}

// OR ABORT here and below: a conflict clause of the new table must not decide
// which rows are kept.
std::string queries::copy(ends which) const {
  return fmt::format(
    "INSERT OR ABORT INTO {}({}) SELECT {} FROM {} WHERE {} "
    "ORDER BY {}",
    shadow(), columns(), expressions(), source(), range(which),
    ordered(source_key(plan_), plan_.key.descending));
}

std::string queries::keys(ends which) const {
  auto key = source_key(plan_);
  std::vector<std::string> named;
  for (size_t i = 0; i < key.size(); ++i)
    named.push_back(fmt::format("{} AS k{}", key[i], i + 1));
  return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}",
                     join(named, ", "), source(), range(which),
                     ordered(key, plan_.key.descending));
}

} // namespace schema_change
