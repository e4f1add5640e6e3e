#include "actors/ledger.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace status {

namespace {

// A new epoch begins with 1, and where the one before it has ended nobody knows
// but its own events.
bool follows(const stream_position& x, const stream_position& next) {
  return x.epoch == next.epoch ? next.sequence == x.sequence + 1
                               : next.sequence == 1;
}

} // namespace

void ledger::put(task_update x) {
  auto [i, fresh] = records_.try_emplace(x.entry.task);
  auto& known = i->second;
  known.entry = std::move(x.entry);
  if (fresh) {
    known.born = revision_ + 1;
    if (x.missed.empty())
      known.last = known.entry.now.at;
    else // as if the one before had been seen
      known.last
        = {x.missed.front().at.epoch, x.missed.front().at.sequence - 1};
  }
  take_in(known, std::move(x.missed), x.reset && !fresh);
}

void ledger::take_in(record& x, std::vector<transition> events, bool gap) {
  by_revision_.erase(x.revision);
  x.revision = ++revision_;
  by_revision_.emplace(x.revision, x.entry.task);
  auto lose = [this, &x] {
    x.replay.clear();
    x.lost = revision_;
  };
  if (gap)
    lose();
  // Nothing is lost before anything is known.
  gap = gap || x.last == stream_position{};
  for (auto& event : events) {
    if (!(x.last < event.at))
      continue; // it is known already
    if (!follows(x.last, event.at) && !gap)
      lose();
    gap = false;
    x.last = event.at;
    x.replay.push_back({std::move(event), revision_});
  }
  const auto& now = x.entry.now.at;
  // An epoch that has just begun has had no event. A lower one is that of
  // another job of this name.
  auto begins = now.sequence == 0 && x.last.epoch < now.epoch;
  if (!(now == x.last) && !begins && !gap)
    lose();
  x.last = now;
  if (x.replay.size() > replay_capacity) {
    auto end = std::prev(x.replay.end(), replay_capacity);
    x.lost = std::max(x.lost, std::prev(end)->revision);
    x.replay.erase(x.replay.begin(), end);
  }
}

void ledger::erase(const std::string& task) {
  auto i = records_.find(task);
  if (i == records_.end())
    return;
  by_revision_.erase(i->second.revision);
  records_.erase(i);
  erased_.emplace(++revision_, task);
  forget_erased();
}

const task_entry* ledger::find(const std::string& task) const {
  auto i = records_.find(task);
  return i == records_.end() ? nullptr : &i->second.entry;
}

task_list ledger::list(const task_filter& which) const {
  task_list result;
  for (const auto& [name, x] : records_)
    if (matches(which, x.entry))
      result.tasks.emplace_back(x.entry);
  return result;
}

} // namespace status
