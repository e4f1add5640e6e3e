#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "messages/text.hpp"
#include "status/messages/desk.hpp"

namespace status {

namespace {

constexpr size_t most_events = 64;
constexpr size_t most_tasks = 100'000;

// Each `wrong` says what is wrong, or returns null.
using finding = const char*;

constexpr finding no_name
  = "a name has 1 to 256 bytes of UTF-8 that can be seen, and no blanks";
constexpr finding no_text
  = "a text has 4096 bytes of UTF-8 at most, and no control characters";
constexpr finding no_enum = "a number that is no value of its enum";
constexpr finding no_time = "a time that cannot be";

template <class Enum>
bool known(Enum x) {
  auto value = static_cast<std::underlying_type_t<Enum>>(x);
  return value >= 0
         && value <= static_cast<std::underlying_type_t<Enum>>(last_of(x));
}

bool sane(caf::timespan x) {
  return x.count() >= 0;
}

// Nothing of ours is older than 1970.
bool sane(caf::timestamp x) {
  return sane(x.time_since_epoch());
}

finding wrong(const attempt_record& x) {
  if (!known(x.result))
    return no_enum;
  if (!sane(x.ended) || !sane(x.duration))
    return no_time;
  return is_text(x.saved.position) && is_text(x.cause) ? nullptr : no_text;
}

finding wrong(const attempt_history& x) {
  if (x.attempts.size() > attempt_history::capacity)
    return "more than 10 attempts";
  for (const auto& attempt : x.attempts)
    if (auto found = wrong(attempt); found != nullptr)
      return found;
  return nullptr;
}

finding wrong(const verdict& x) {
  return is_text(x.cause) ? nullptr : no_text;
}

finding wrong(const standing_word& x) {
  if (!sane(x.since))
    return no_time;
  return is_text(x.by) && is_text(x.reason) ? nullptr : no_text;
}

finding wrong(const steering& x) {
  auto found = wrong(x.paused);
  return found != nullptr ? found : wrong(x.held);
}

finding wrong(const snapshot& x) {
  if (!known(x.current))
    return no_enum;
  if (!sane(x.since) || !sane(x.saved_ago) || !sane(x.closed)
      || !std::all_of(x.times.begin(), x.times.end(),
                      [](caf::timespan y) { return sane(y); }))
    return no_time;
  if (!is_text(x.first_cause))
    return no_text;
  auto found = wrong(x.last_saved);
  return found != nullptr ? found : wrong(x.wanted);
}

finding wrong(const progress& x) {
  if (!known(x.current) || !known(x.remaining.kind))
    return no_enum;
  if (!sane(x.remaining.left) || !sane(x.taken))
    return no_time;
  if (x.tables.size() > most_tables)
    return "more than 1000 tables";
  for (const auto& table : x.tables)
    if (table.table.size() > longest_name || !is_text(table.table))
      return "a table's name has 256 bytes of UTF-8 at most";
  return is_text(x.summary) && is_text(x.throttling.reason) ? nullptr : no_text;
}

finding wrong(const transition& x) {
  if (!known(x.from) || !known(x.to))
    return no_enum;
  if (!sane(x.when) || !sane(x.spent))
    return no_time;
  return is_text(x.cause) ? nullptr : no_text;
}

finding wrong(const task_entry& x) {
  if (!is_name(x.node))
    return no_name;
  if (!known(x.seen) || !known(x.outcome))
    return no_enum;
  if (!sane(x.last_seen))
    return no_time;
  if (!is_text(x.cause))
    return no_text;
  auto found = wrong(x.now);
  return found != nullptr ? found : wrong(x.how_far);
}

finding wrong(const task_update& x) {
  if (x.missed.size() > most_events)
    return "more than 64 transitions at once";
  for (const auto& event : x.missed)
    if (auto found = wrong(event); found != nullptr)
      return found;
  auto by_position
    = [](const transition& y, const transition& z) { return !(y.at < z.at); };
  if (std::adjacent_find(x.missed.begin(), x.missed.end(), by_position)
      != x.missed.end())
    return "transitions out of order";
  return wrong(x.entry);
}

caf::error refuse(const std::string& whose, finding what) {
  return make_error(ec::bad_argument,
                    whose.empty() ? what : whose + ": " + what);
}

template <class T>
caf::error find_fault(const std::string& whose, const T& x) {
  auto found = wrong(x);
  return found != nullptr ? refuse(whose, found) : caf::error{};
}

/// `x` is, or is part of, what is said of the task.
template <class T>
caf::error check_task(const std::string& task, const T& x) {
  return is_name(task) ? find_fault(task, x) : refuse({}, no_name);
}

} // namespace

caf::error check(const task_entry& x) {
  return check_task(x.task, x);
}

caf::error check(const task_list& x) {
  if (x.tasks.size() > most_tasks)
    return refuse({}, "more than 100000 tasks");
  for (const auto& entry : x.tasks)
    if (auto err = check(entry))
      return err;
  return {};
}

caf::error check(const task_updates& x) {
  if (x.updates.size() > most_tasks || x.forgotten.size() > most_tasks)
    return refuse({}, "more than 100000 tasks");
  for (const auto& update : x.updates)
    if (auto err = check_task(update.entry.task, update))
      return err;
  return std::all_of(x.forgotten.begin(), x.forgotten.end(),
                     [](const std::string& y) { return is_name(y); })
           ? caf::error{}
           : refuse({}, no_name);
}

caf::error check(const follow_order& x) {
  if (x.which.text.size() > longest_name)
    return refuse({}, "the text to look for has more than 256 bytes");
  if (x.seen.size() > most_tasks)
    return refuse({}, "more than 100000 positions");
  return std::all_of(x.seen.begin(), x.seen.end(),
                     [](const task_position& y) { return is_name(y.task); })
           ? caf::error{}
           : refuse({}, no_name);
}

caf::error check(const desk_info& x) {
  return is_name(x.node) ? caf::error{} : refuse({}, no_name);
}

caf::error check(const progress& x) {
  return find_fault({}, x);
}

caf::error check(const attempt_history& x) {
  return find_fault({}, x);
}

caf::error check(const attempt_record& x) {
  return find_fault({}, x);
}

caf::error check(const steering& x) {
  return find_fault({}, x);
}

caf::error check(const verdict& x) {
  return find_fault({}, x);
}

} // namespace status
