#include "schema_change/links.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/change_log.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

bool numeric(affinity x) {
  return x == affinity::numeric || x == affinity::integer
         || x == affinity::real;
}

bool same_columns(const std::vector<std::string>& x,
                  const std::vector<std::string>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_name);
}

/// Whether the new table has the values of this column under the same name.
bool unchanged(const plan& x, const std::string& column) {
  return std::any_of(x.carried.begin(), x.carried.end(), [&](const auto& y) {
    return same_name(y.first, column) && same_name(y.second, column);
  });
}

/// Whether the source has the same foreign key over the same values.
bool known_to(const plan& x, const foreign_key& key) {
  auto same_values = [&x](const std::vector<std::string>& columns) {
    return std::all_of(
      columns.begin(), columns.end(),
      [&x](const std::string& column) { return unchanged(x, column); });
  };
  auto itself = same_name(key.parent, x.source.name);
  auto old
    = std::any_of(x.source.foreign_keys.begin(), x.source.foreign_keys.end(),
                  [&key](const foreign_key& y) {
                    return same_name(y.parent, key.parent)
                           && same_columns(y.from, key.from)
                           && same_columns(y.to, key.to);
                  });
  return old && same_values(key.from)
         && (!itself
             || same_values(key.to.empty() ? primary_key_of(x.source)
                                           : key.to));
}

/// How a child's value has to be converted so that an index finds it by the
/// parent's: by the rules of foreign keys it takes the parent's affinity.
affinity conversion(affinity child, affinity parent) {
  if (parent == affinity::none || numeric(child))
    return affinity::none;
  return numeric(parent)           ? affinity::numeric
         : child == affinity::text ? affinity::none
                                   : affinity::text;
}

std::string converted(const std::string& column, affinity to) {
  switch (to) {
    case affinity::numeric:
      return fmt::format(
        "CASE WHEN CAST({0} AS NUMERIC) = +{0} THEN CAST({0} "
        "AS NUMERIC) ELSE {0} END",
        column);
    case affinity::text:
      return fmt::format(
        "CASE WHEN typeof({0}) = 'blob' THEN {0} ELSE "
        "CAST({0} AS TEXT) END",
        column);
    default:
      return column;
  }
}

bool serves(const new_link& x, const index_info& index,
            const table_info& table) {
  if (index.partial || index.columns.size() < x.key.from.size())
    return false;
  for (size_t i = 0; i < x.key.from.size(); ++i) {
    const auto& part = index.columns[i];
    if (x.converts[i] != affinity::none || part.column < 0
        || !same_name(part.collation, x.collations[i])
        || !same_name(table.columns[static_cast<size_t>(part.column)].name,
                      x.key.from[i]))
      return false;
  }
  return true;
}

/// Whether an index without COLLATE has the same collations on both tables.
bool alike(const plan& what, const std::vector<std::string>& columns) {
  return std::all_of(columns.begin(), columns.end(),
                     [&](const std::string& name) {
                       const auto* x = what.source.column(name);
                       const auto* y = what.target.column(name);
                       return x != nullptr && y != nullptr
                              && same_name(x->collation, y->collation);
                     });
}

void choose_index(new_link& x, const plan& what, size_t& own) {
  const auto* rowid = what.target.rowid();
  if (rowid != nullptr && x.key.from.size() == 1
      && same_name(rowid->name, x.key.from.front()))
    return;
  for (const auto& index : what.target.indexes)
    if (serves(x, index, what.target)) {
      x.index = shadow_index(what, index.name);
      return;
    }
  for (const auto& carried : what.indexes)
    for (const auto& index : what.source.indexes)
      if (index.name == carried.name && serves(x, index, what.source)
          && alike(what, x.key.from)) {
        x.index = carried.shadow_name;
        return;
      }
  x.index = what.names.link_index(++own);
  x.own_index = true;
}

} // namespace

std::vector<std::string> primary_key_of(const table_info& table) {
  std::vector<std::pair<int, std::string>> places;
  for (const auto& x : table.columns)
    if (x.in_primary_key > 0)
      places.emplace_back(x.in_primary_key, x.name);
  std::sort(places.begin(), places.end());
  std::vector<std::string> result;
  result.reserve(places.size());
  for (auto& x : places)
    result.push_back(std::move(x.second));
  return result;
}

std::vector<new_link> find_links(connection& db, const plan& what) {
  std::vector<new_link> result;
  size_t own = 0;
  for (size_t i = 0; i < what.target.foreign_keys.size(); ++i) {
    new_link x;
    x.number = i;
    x.key = what.target.foreign_keys[i];
    if (known_to(what, x.key))
      continue;
    x.itself = same_name(x.key.parent, what.target.name);
    auto parent = x.itself ? what.target : inspect_table(db, x.key.parent);
    // The rehearsal finds out what no foreign key can refer to.
    if (!parent || parent->kind != "table")
      continue;
    x.key.parent = parent->name;
    x.parent_key = x.key.to.empty() ? primary_key_of(*parent) : x.key.to;
    auto sound = x.parent_key.size() == x.key.from.size();
    for (size_t j = 0; sound && j < x.parent_key.size(); ++j) {
      const auto* to = parent->column(x.parent_key[j]);
      const auto* from = what.target.column(x.key.from[j]);
      sound = to != nullptr && from != nullptr;
      if (!sound)
        break;
      x.collations.push_back(to->collation);
      x.converts.push_back(conversion(from->converts, to->converts));
    }
    if (!sound)
      continue;
    if (!x.itself)
      x.displacements = displacements(*parent, nullptr);
    choose_index(x, what, own);
    result.push_back(std::move(x));
  }
  return result;
}

std::string refers_to_logged(const new_link& x) {
  std::vector<std::string> result;
  for (size_t i = 0; i < x.key.from.size(); ++i)
    result.push_back(
      fmt::format("{} COLLATE {} = g.p{}",
                  converted("d." + in_quotes(x.key.from[i]), x.converts[i]),
                  in_quotes(x.collations[i]), i + 1));
  return join(result, " AND ");
}

std::string link_index_sql(const new_link& x, const std::string& table) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < x.key.from.size(); ++i)
    columns.push_back(fmt::format(
      "{} COLLATE {}", converted(in_quotes(x.key.from[i]), x.converts[i]),
      in_quotes(x.collations[i])));
  return fmt::format("CREATE INDEX {} ON {}({})", in_quotes(x.index),
                     in_quotes(table), join(columns, ", "));
}

} // namespace schema_change
