#include "schema_change/parents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/violation.hpp"

namespace schema_change {

namespace {

bool same_columns(const std::vector<std::string>& x,
                  const std::vector<std::string>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_name);
}

/// Whether the source has the same foreign key over the same values.
bool known_to(const plan& x, const foreign_key& key) {
  auto unchanged = [&x](const std::string& column) {
    return std::any_of(
      x.assignments.begin(), x.assignments.end(), [&](const assignment& y) {
        return same_name(y.column, column)
               && same_name(y.expression, "s." + quoted(column));
      });
  };
  return std::any_of(x.source.foreign_keys.begin(), x.source.foreign_keys.end(),
                     [&key](const foreign_key& y) {
                       return same_name(y.parent, key.parent)
                              && same_columns(y.from, key.from)
                              && same_columns(y.to, key.to);
                     })
         && std::all_of(key.from.begin(), key.from.end(), unchanged);
}

} // namespace

parents::parents(session& on, const queries& sql) : on_(on) {
  for (const auto& key : on.what->target.foreign_keys) {
    auto itself = same_name(key.parent, on.what->target.name);
    auto parent = itself ? on.what->target : inspect_table(on.db, key.parent);
    // Without the parent's table the old foreign key was as broken.
    if (!parent)
      continue;
    links_.push_back({key, sql.orphans(key, *parent, true),
                      sql.orphans(key, *parent, false), known_to(*on.what, key),
                      false});
  }
}

void parents::check_batch() {
  for (auto& x : links_)
    check(x, x.in_batch);
}

void parents::check_compare() {
  for (auto& x : links_)
    check(x, x.in_compare);
}

void parents::check(link& x, const std::string& query) {
  if (x.warned)
    return;
  auto orphan = on_.db.first(query);
  if (!orphan)
    return;
  auto text = fmt::format("the row {} of {} refers to no row of {}",
                          shown_key(on_.what->key, *orphan),
                          on_.what->source.name, x.key.parent);
  if (!x.known)
    throw failure{status::ec::bad_argument, leftovers::removed,
                  fmt::format("{}, which the new foreign key demands. {} is as "
                              "it was; change the row and start again",
                              text, on_.what->source.name)};
  x.warned = true;
  on_.world.note(level::warning,
                 text + "; it did not before either, so it is kept", {});
}

} // namespace schema_change
