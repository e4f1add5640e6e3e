#include "schema_change/parents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/violation.hpp"

namespace schema_change {

parents::parents(session& on, const queries& sql) : on_(on), sql_(sql) {
  const auto& what = *on.what;
  for (size_t i = 0; i < what.target.foreign_keys.size(); ++i) {
    const auto& key = what.target.foreign_keys[i];
    auto itself = same_name(key.parent, what.target.name);
    auto parent = itself ? what.target : inspect_table(on.db, key.parent);
    // Without the parent's table the old foreign key was as broken.
    if (!parent)
      continue;
    auto fresh = std::find_if(what.links.begin(), what.links.end(),
                              [i](const new_link& x) { return x.number == i; });
    links_.push_back({key, sql.orphans(key, *parent, true),
                      sql.orphans(key, *parent, false),
                      fresh == what.links.end() ? nullptr : &*fresh, false});
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
  if (x.fresh != nullptr)
    refuse_orphan(x, *orphan);
  x.warned = true;
  on_.world.note(
    level::warning,
    described(x, *orphan) + "; it did not before either, so it is kept", {});
}

std::string parents::described(const link& x, const row& orphan) const {
  return fmt::format("the row {} of {} refers to no row of {}",
                     shown_key(on_.what->key, orphan), on_.what->source.name,
                     x.key.parent);
}

void parents::refuse_orphan(const link& x, const row& orphan) const {
  throw failure{status::ec::bad_argument, leftovers::removed,
                fmt::format("{}, which the new foreign key demands. {} is as "
                            "it was; change the row and start again",
                            described(x, orphan), on_.what->source.name)};
}

// -- what went away from the parents -------------------------------------------

uint64_t parents::logged() {
  if (on_.what->links.empty())
    return 0;
  return static_cast<uint64_t>(on_.db.integer(
    fmt::format("SELECT ifnull((SELECT max(seq) FROM main.{0}) - (SELECT "
                "min(seq) FROM main.{0}) + 1, 0)",
                in_quotes(on_.what->names.parent_log))));
}

void parents::log_batch() {
  for (const auto& x : on_.what->links)
    if (x.itself)
      on_.db.run(sql_.note_parents(x));
}

uint64_t parents::check_logged(uint64_t rows, bool only_empty) {
  if (logged() == 0)
    return 0;
  auto log = in_quotes(on_.what->names.parent_log);
  auto limit = static_cast<int64_t>(std::min(rows, uint64_t{INT64_MAX}));
  auto up_to = on_.db.integer(
    fmt::format("SELECT max(seq) FROM (SELECT seq FROM main.{} ORDER BY seq "
                "LIMIT ?)",
                log),
    {limit});
  for (const auto& x : links_)
    if (!only_empty && x.fresh != nullptr)
      if (auto orphan = on_.db.first(sql_.lost_parent(*x.fresh), {up_to}))
        refuse_orphan(x, *orphan);
  return static_cast<uint64_t>(on_.db.run(
    fmt::format("DELETE FROM main.{} WHERE seq <= ?", log), {up_to}));
}

} // namespace schema_change
