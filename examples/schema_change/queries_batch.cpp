#include <fmt/format.h>

#include "schema_change/queries.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

// The columns of temporary tables have names that no column of a user has,
// because expressions of the user stand beside them.

std::string queries::match_batch() const {
  std::vector<std::string> result;
  for (size_t i = 0; i < plan_.key.parts.size(); ++i)
    result.push_back(fmt::format("d.{} = b._status_t{} COLLATE {}",
                                 in_quotes(plan_.key.parts[i].target), i + 1,
                                 in_quotes(plan_.key.parts[i].lookup())));
  return join(result, " AND ");
}

std::string queries::create_batch() const {
  std::vector<std::string> columns;
  std::vector<std::string> unique;
  for (size_t i = 0; i < plan_.key.parts.size(); ++i) {
    const auto& part = plan_.key.parts[i];
    columns.push_back(
      fmt::format("_status_k{0}, _status_t{0} {1}", i + 1, type_of(part.to)));
    unique.push_back(
      fmt::format("_status_k{} COLLATE {}", i + 1, in_quotes(part.collation)));
  }
  return fmt::format(
    "CREATE TEMP TABLE IF NOT EXISTS _status_batch({}, "
    "UNIQUE({}));"
    "DELETE FROM temp._status_batch",
    join(columns, ", "), join(unique, ", "));
}

std::string queries::batch_from(const std::string& query) const {
  std::vector<std::string> columns;
  std::vector<std::string> keys;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i) {
    columns.push_back(fmt::format("_status_k{0}, _status_t{0}", i));
    keys.push_back(fmt::format("k{0}, k{0}", i));
  }
  return fmt::format(
    "INSERT OR IGNORE INTO temp._status_batch({}) "
    "SELECT {} FROM ({})",
    join(columns, ", "), join(keys, ", "), query);
}

std::string queries::batch_from_log() const {
  return batch_from(
    fmt::format("SELECT {} FROM main.{} WHERE seq > ? AND seq <= ?",
                log_columns(), in_quotes(plan_.names.log)));
}

std::string queries::batch_from_range(ends which) const {
  return batch_from(keys(which));
}

std::string queries::unusable_key() const {
  std::vector<std::string> keys;
  std::vector<std::string> conditions;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i) {
    const auto& part = plan_.key.parts[i - 1];
    keys.push_back(fmt::format("_status_k{}", i));
    conditions.push_back(keys.back() + " IS NULL");
    if (part.converted())
      conditions.push_back(
        fmt::format("CAST(_status_t{0} AS {1}) IS NOT "
                    "_status_k{0} COLLATE BINARY",
                    i, type_of(part.from)));
  }
  return fmt::format("SELECT {} FROM temp._status_batch WHERE {} LIMIT 1",
                     join(keys, ", "), join(conditions, " OR "));
}

std::string queries::batch_key() const {
  std::vector<std::string> keys;
  for (size_t i = 1; i <= plan_.key.parts.size(); ++i)
    keys.push_back(fmt::format("_status_k{}", i));
  return fmt::format("SELECT {} FROM temp._status_batch WHERE rowid = ?",
                     join(keys, ", "));
}

std::string queries::purge() const {
  auto places = locator();
  std::vector<std::string> found;
  found.reserve(places.size());
  for (const auto& x : places)
    found.push_back("d." + x);
  auto tuple = join(places, ", ");
  return fmt::format(
    "DELETE FROM {} WHERE {} IN (SELECT {} FROM "
    "temp._status_batch AS b CROSS JOIN {} ON {})",
    shadow(), places.size() == 1 ? tuple : "(" + tuple + ")", join(found, ", "),
    shadow_by_key(), match_batch());
}

// The watermark is compared with the batch: a condition on the source alone
// lets SQLite read all of it first, for a filter.
std::string queries::refill(bool watermark) const {
  std::vector<std::string> same;
  std::vector<std::string> keys;
  for (size_t i = 0; i < plan_.key.parts.size(); ++i) {
    const auto& part = plan_.key.parts[i];
    auto key = fmt::format("b._status_k{}", i + 1);
    same.push_back(fmt::format("s.{} = {}", in_quotes(part.source), key));
    keys.push_back(
      fmt::format("{} COLLATE {}", key, in_quotes(part.collation)));
  }
  return fmt::format(
    "INSERT OR ABORT INTO {}({}) SELECT {} FROM temp._status_batch AS "
    "b CROSS JOIN {} ON {} WHERE {}",
    shadow(), columns(), expressions(), source(), join(same, " AND "),
    compared(keys, {false, watermark}, plan_.key.descending));
}

} // namespace schema_change
