#include "status/messages/desk.hpp"

#include <array>
#include <cstddef>

namespace status {

namespace {

constexpr size_t longest_name = 256;
constexpr size_t longest_text = 4096;
constexpr size_t most_tables = 1000;
constexpr size_t most_events = 64;
constexpr size_t most_tasks = 100'000;

caf::error bad(const std::string& what) {
  return make_error(ec::bad_argument, what);
}

caf::error check(const task_update& x) {
  const auto& entry = x.entry;
  if (!is_name(entry.task))
    return bad("a task's name has 1 to 256 printable characters and no blanks");
  if (!is_name(entry.node))
    return bad(entry.task + ": a node's name has 1 to 256 printable characters "
                            "and no blanks");
  if (entry.how_far.summary.size() > longest_text
      || entry.how_far.throttling.reason.size() > longest_text
      || entry.now.last_saved.saved.position.size() > longest_text)
    return bad(entry.task + ": a text has more than 4096 bytes");
  if (entry.how_far.tables.size() > most_tables)
    return bad(entry.task + ": more than 1000 tables");
  for (const auto& table : entry.how_far.tables)
    if (table.table.size() > longest_text)
      return bad(entry.task + ": a text has more than 4096 bytes");
  if (x.missed.size() > most_events)
    return bad(entry.task + ": more than 64 transitions at once");
  return {};
}

} // namespace

// Names are shown in lists, and typed on command lines.
bool is_name(std::string_view x) {
  if (x.empty() || x.size() > longest_name)
    return false;
  for (auto c : x)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F')
      return false;
  return true;
}

std::string to_string(presence x) {
  static constexpr std::array<const char*, 3> names{"live", "unreachable",
                                                    "ended"};
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names[index] : "unknown";
}

bool matches(const task_filter& filter, const task_entry& x) {
  if (filter.unfinished && x.seen == presence::ended)
    return false;
  return x.task.find(filter.text) != std::string::npos
         || x.node.find(filter.text) != std::string::npos;
}

caf::error check(const task_updates& x) {
  if (x.updates.size() > most_tasks || x.forgotten.size() > most_tasks)
    return bad("more than 100000 tasks");
  for (const auto& update : x.updates)
    if (auto err = check(update))
      return err;
  for (const auto& task : x.forgotten)
    if (!is_name(task))
      return bad("a task's name has 1 to 256 printable characters");
  return {};
}

caf::error check(const follow_order& x) {
  if (x.which.text.size() > longest_name)
    return bad("the text to look for has more than 256 bytes");
  if (x.seen.size() > most_tasks)
    return bad("more than 100000 positions");
  for (const auto& position : x.seen)
    if (!is_name(position.task))
      return bad("a task's name has 1 to 256 printable characters");
  return {};
}

caf::error check(const desk_info& x) {
  if (!is_name(x.node))
    return bad("a node's name has 1 to 256 printable characters and no blanks");
  return {};
}

} // namespace status
