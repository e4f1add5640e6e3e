#include <fmt/format.h>

#include <algorithm>

#include "schema_change/failure.hpp"
#include "schema_change/links.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

/// Why a child that has found its parent in `from` may not find it in `to`, or
/// an empty text.
std::string difference(const column_info& from, const column_info& to,
                       const column_info& child) {
  if (!same_name(from.collation, to.collation)
      && !same_name(from.collation, "BINARY"))
    return "gets another collation";
  auto old_way = storing(from.converts);
  auto new_way = storing(to.converts);
  auto finds = old_way == new_way || new_way == affinity::numeric
               || old_way == affinity::none
               || old_way == storing(child.converts);
  return finds ? std::string{} : "gets another type than the column";
}

void check_child(const table_info& child, const foreign_key& key,
                 const plan& what) {
  auto before = key.to.empty() ? primary_key_of(what.source) : key.to;
  auto after = key.to.empty() ? primary_key_of(what.target) : key.to;
  // The rehearsal finds out what no foreign key can refer to.
  for (size_t i = 0;
       i < key.from.size() && i < before.size() && i < after.size(); ++i) {
    const auto* from = what.source.column(before[i]);
    const auto* to = what.target.column(after[i]);
    const auto* by = child.column(key.from[i]);
    if (from == nullptr || to == nullptr || by == nullptr)
      continue;
    auto carried = what.carried.find(to->name);
    auto why = carried == what.carried.end() || carried->second != from->name
                 ? "gets other values"
                 : difference(*from, *to, *by);
    if (!why.empty())
      refuse(
        fmt::format("{}.{} refers to {}.{}, which {}, so its rows would no "
                    "longer find theirs; drop that foreign key first",
                    child.name, by->name, what.source.name, to->name, why));
  }
}

} // namespace

void check_children(connection& db, const plan& what) {
  std::vector<std::string> names;
  auto rows = db.prepare(
    "SELECT l.name FROM pragma_table_list AS l, "
    "pragma_foreign_key_list(l.name, 'main') AS f WHERE l.schema = 'main' AND "
    "l.type = 'table' AND f.\"table\" = ? COLLATE NOCASE GROUP BY l.name");
  rows.bind({what.source.name});
  while (rows.step())
    names.push_back(rows.text(0));
  for (const auto& name : names) {
    auto child = inspect_table(db, name);
    // What the table refers to in itself is checked row by row.
    if (!child || same_name(name, what.source.name))
      continue;
    for (const auto& key : child->foreign_keys)
      if (same_name(key.parent, what.source.name))
        check_child(*child, key, what);
  }
}

} // namespace schema_change
