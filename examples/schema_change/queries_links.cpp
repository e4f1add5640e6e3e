#include <fmt/format.h>

#include "schema_change/queries.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

// The plus takes the child's type away: by the rules of foreign keys its value
// is converted and compared as the parent's.
std::string queries::orphans(const foreign_key& key, const table_info& parent,
                             bool in_batch) const {
  auto itself = same_name(parent.name, plan_.target.name);
  auto to = key.to.empty() ? primary_key_of(parent) : key.to;
  std::vector<std::string> set;
  std::vector<std::string> same;
  for (size_t i = 0; i < key.from.size() && i < to.size(); ++i) {
    set.push_back(fmt::format("d.{} IS NOT NULL", in_quotes(key.from[i])));
    same.push_back(
      fmt::format("p.{} = +d.{}", in_quotes(to[i]), in_quotes(key.from[i])));
  }
  std::vector<std::string> keys;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i)
    keys.push_back(fmt::format("{}._status_k{}", in_batch ? "b" : "c", i));
  // No join: for one, SQLite may first read the whole table for a filter.
  return fmt::format(
    "SELECT {} FROM temp.{} WHERE EXISTS (SELECT 1 FROM {} WHERE {} AND {} AND "
    "NOT EXISTS (SELECT 1 FROM {} AS p WHERE {})) LIMIT 1",
    join(keys, ", "), in_batch ? "_status_batch AS b" : "_status_compare AS c",
    shadow_by_key(), in_batch ? match_batch() : match_compare(),
    join(set, " AND "), itself ? shadow() : "main." + in_quotes(parent.name),
    join(same, " AND "));
}

std::string queries::note_parents(const new_link& x) const {
  std::vector<std::string> into;
  std::vector<std::string> gone;
  for (size_t i = 0; i < x.parent_key.size(); ++i) {
    into.push_back(fmt::format("p{}", i + 1));
    gone.push_back("d." + in_quotes(x.parent_key[i]));
  }
  return fmt::format(
    "INSERT INTO main.{}(link, {}) SELECT {}, {} FROM temp._status_batch AS b "
    "CROSS JOIN {} ON {}",
    in_quotes(plan_.names.parent_log), join(into, ", "), x.number,
    join(gone, ", "), shadow_by_key(), match_batch());
}

std::string queries::lost_parent(const new_link& x) const {
  std::vector<std::string> keys;
  for (const auto& part : plan_.key.parts)
    keys.push_back("d." + in_quotes(part.target));
  std::vector<std::string> same;
  for (size_t i = 0; i < x.parent_key.size(); ++i)
    same.push_back(
      fmt::format("p.{} = g.p{}", in_quotes(x.parent_key[i]), i + 1));
  return fmt::format(
    "SELECT {} FROM main.{} AS g CROSS JOIN {} AS d {} ON {} WHERE g.link = {} "
    "AND g.seq <= ? AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE {}) LIMIT 1",
    join(keys, ", "), in_quotes(plan_.names.parent_log), shadow(),
    by_index(x.index), refers_to_logged(x), x.number,
    x.itself ? shadow() : "main." + in_quotes(x.key.parent),
    join(same, " AND "));
}

} // namespace schema_change
