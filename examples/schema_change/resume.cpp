#include "schema_change/resume.hpp"

#include <fmt/format.h>

#include "schema_change/change_log.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/queries.hpp"
#include "status/messages/checkpoint.hpp"
#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using std::chrono::system_clock;

[[noreturn]] void refuse_resume(status::ec code, const std::string& why) {
  throw failure{code, leftovers::untouched,
                why
                  + "; nothing was touched. To give the unfinished change up "
                    "and start over, use --resume=never"};
}

void check_age(const stored_run& found, std::chrono::nanoseconds limit,
               host& world) {
  auto age = status::age_of(found.written, system_clock::now());
  if (age.in_future)
    world.note(level::warning,
               "the checkpoint was written in the future; a clock went back",
               {});
  if (age.age > limit)
    refuse_resume(
      status::ec::checkpoint_too_old,
      fmt::format("the last checkpoint of {} is {} old, the limit is {}",
                  found.table, status::format_duration(age.age),
                  status::format_duration(limit)));
}

[[noreturn]] void refuse_damaged(const stored_run& found,
                                 const std::string& what) {
  refuse_resume(
    status::ec::bad_argument,
    fmt::format("the checkpoint of {} is damaged: {}", found.table, what));
}

// A position that is ahead is found out by the checksum. To go on from one that
// went back would look as if rows had the same key.
void check_position(const session& on, const stored_run& found) {
  const auto& what = *on.what;
  if (!found.copied_all && what.key.ordered
      && on.db.integer(
           queries{what}.count_shadow({found.copied.has_value(), false}),
           bounds_of(found.copied, {}))
           > 0)
    refuse_damaged(found, "there are copied rows behind its position");
}

} // namespace

bool swapped(const session& on, const stored_run& x) {
  return x.now == phase::swapped
         && !inspect_table(on.db, helper_names{x.table}.shadow);
}

// To close what was never exchanged would leave the table's triggers without
// their log, and call that a success.
void check_readable(const session& on, const stored_run& found) {
  if (swapped(on, found))
    return; // whatever else it says means nothing any more
  if (found.now == phase::swapped)
    refuse_damaged(
      found, "the cut-over is said to be done, but the copy is still there");
  if (!found.damage.empty())
    refuse_damaged(found, found.damage);
}

void check_resumable(const session& on, const stored_run& found,
                     const std::string& wanted) {
  if (found.statement != wanted)
    refuse_resume(status::ec::mismatched_alter,
                  fmt::format("the unfinished change of {} has another "
                              "statement or mapping",
                              found.table));
  auto source = inspect_table(on.db, found.table);
  if (!source || definition_of(*source) != found.definition)
    refuse_resume(status::ec::mismatched_alter,
                  fmt::format("the definition of {} or its indexes has changed "
                              "since its unfinished change began",
                              found.table));
  check_age(found, on.wanted.max_checkpoint_age, on.world);
}

void check_log(const session& on, const stored_run& found) {
  // In the log is what was replayed last, and what came after that.
  auto numbers = [&on](const char* which) {
    return on.db.integer(fmt::format("SELECT {}(seq) FROM main.{}", which,
                                     in_quotes(on.what->names.log)));
  };
  auto shadow = inspect_table(on.db, on.what->names.shadow);
  auto last
    = intact(on.db, change_log(*on.what, found.token)) ? numbers("max") : -1;
  auto first = last > 0 ? static_cast<uint64_t>(numbers("min")) : 0;
  // A run that is about to be taken over still moves on, but only forward.
  auto moves = on.wanted.take_over;
  if (!shadow || shadow->sql != on.what->shadow_sql || last < 0
      || static_cast<uint64_t>(last) < found.change
      || (!moves && first != found.change && (found.change > 0 || first > 1)))
    refuse_resume(status::ec::binlog_not_found,
                  fmt::format("the change position of the unfinished change of "
                              "{} is gone: its copy, its change log or one of "
                              "its triggers is not what it was",
                              found.table));
  for (const auto* key : {&found.copied, &found.checked})
    if (*key && (*key)->size() != on.what->key.parts.size())
      refuse_damaged(found, "a position in it is none of this key");
  if (!moves)
    check_position(on, found);
}

} // namespace schema_change
