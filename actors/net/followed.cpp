#include "actors/net/followed.hpp"

#include <algorithm>
#include <utility>

namespace status::net {

namespace {

// Whether nothing can lie between the two. A new epoch begins with 1, and where
// the one before it has ended only its own transitions know.
bool adjacent(const stream_position& x, const stream_position& y) {
  return x.epoch == y.epoch ? y.sequence == x.sequence + 1
                            : x.epoch < y.epoch && y.sequence == 1;
}

// Whether the transitions lead from one position to the other without a gap.
bool lead(stream_position from, const std::vector<transition>& events,
          const stream_position& to) {
  for (const auto& event : events) {
    if (!adjacent(from, event.at))
      return false;
    from = event.at;
  }
  // An epoch that has just begun has no transitions.
  return from == to || (from.epoch < to.epoch && to.sequence == 0);
}

// The position before the first transition that is told of a new task.
stream_position begin_of(const task_update& x) {
  if (x.missed.empty())
    return x.entry.now.at;
  auto result = x.missed.front().at;
  if (result.sequence > 0)
    --result.sequence;
  return result;
}

} // namespace

bool followed::take(task_update& x) {
  auto [i, is_new] = records_.try_emplace(x.entry.task);
  auto& known = i->second;
  const auto& now = x.entry.now.at;
  known.told = true;
  if (is_new)
    known.at = begin_of(x);
  else if (!x.reset && now < known.at)
    return false; // older than what was told
  auto& missed = x.missed;
  missed.erase(std::remove_if(missed.begin(), missed.end(),
                              [&](const transition& event) {
                                return !(known.at < event.at);
                              }),
               missed.end());
  if (!lead(known.at, missed, now))
    x.reset = true;
  if (x.reset)
    missed.clear();
  known.at = now;
  known.ended = x.entry.seen == presence::ended;
  return true;
}

task_updates followed::take(task_updates x) {
  // A task that is in both lists was forgotten, and then came again.
  auto& gone = x.forgotten;
  gone.erase(std::remove_if(gone.begin(), gone.end(),
                            [this](const std::string& task) {
                              return records_.erase(task) == 0;
                            }),
             gone.end());
  auto& all = x.updates;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [this](task_update& y) { return !take(y); }),
            all.end());
  gone.erase(std::remove_if(gone.begin(), gone.end(),
                            [this](const std::string& task) {
                              return records_.count(task) != 0;
                            }),
             gone.end());
  return x;
}

std::vector<task_position> followed::positions() const {
  std::vector<task_position> result;
  for (const auto& [task, known] : records_)
    if (!known.ended)
      result.push_back({task, known.at});
  return result;
}

void followed::begin_again() {
  for (auto& [task, known] : records_)
    known.told = false;
}

std::vector<std::string> followed::forget_untold() {
  std::vector<std::string> result;
  for (auto i = records_.begin(); i != records_.end();) {
    if (i->second.told) {
      ++i;
    } else {
      result.emplace_back(i->first);
      i = records_.erase(i);
    }
  }
  return result;
}

} // namespace status::net
