#include <algorithm>
#include <utility>

#include "actors/ledger.hpp"

namespace status {

namespace {

size_t size_of(const caf::error& x) {
  return x ? to_text(x).size() : 0;
}

/// About so many bytes are sent.
size_t size_of(const task_update& x) {
  const auto& [entry, reset, missed] = x;
  auto result
    = sizeof(task_update) + entry.task.size() + entry.node.size()
      + entry.how_far.summary.size() + entry.how_far.throttling.reason.size()
      + entry.now.last_saved.saved.position.size()
      + entry.now.wanted.paused.reason.size()
      + entry.now.wanted.held.reason.size() + size_of(entry.cause)
      + size_of(entry.now.first_cause) + size_of(entry.now.last_saved.cause);
  for (const auto& table : entry.how_far.tables)
    result += sizeof(table) + table.table.size();
  for (const auto& event : missed)
    result += sizeof(event) + size_of(event.cause);
  return result;
}

} // namespace

ledger::follower_id ledger::follow(follow_order what) {
  follower x;
  x.which = std::move(what.which);
  for (auto& [task, position] : what.seen)
    x.seen.emplace(std::move(task), position);
  x.since = revision_;
  followers_.emplace(++last_follower_, std::move(x));
  return last_follower_;
}

void ledger::leave(follower_id who) {
  followers_.erase(who);
  forget_erased();
}

// What ended before somebody came is no news to him, unless he has seen it
// before; what ends later is, also when he asks for the unfinished.
bool ledger::wants(const follower& who, const record& x) {
  if (who.seen.count(x.entry.task) > 0)
    return true;
  if (who.which.unfinished && x.revision <= who.since)
    return matches(who.which, x.entry);
  return matches({who.which.text, false}, x.entry);
}

task_updates ledger::take(follower_id who, bool& more) {
  task_updates result;
  more = false;
  auto found = followers_.find(who);
  if (found == followers_.end())
    return result;
  auto& x = found->second;
  auto upto = revision_;
  size_t names = 0;
  for (auto i = erased_.upper_bound(x.told); i != erased_.end(); ++i)
    if (names++ == batch_names) {
      upto = i->first - 1;
      more = true;
      break;
    }
  size_t bytes = 0;
  for (auto i = by_revision_.upper_bound(x.told);
       i != by_revision_.end() && i->first <= upto; ++i) {
    const auto& record = records_.at(i->second);
    if (!wants(x, record))
      continue;
    if (result.updates.size() == batch_size || bytes >= batch_bytes) {
      upto = i->first - 1;
      more = true;
      break;
    }
    result.updates.emplace_back(news_of(record, x));
    bytes += size_of(result.updates.back());
  }
  for (auto i = erased_.upper_bound(x.told);
       i != erased_.end() && i->first <= upto; ++i)
    result.forgotten.emplace_back(i->second);
  x.told = upto;
  forget_erased();
  return result;
}

task_update ledger::news_of(const record& x, follower& who) {
  task_update result;
  result.entry = x.entry;
  auto first = x.replay.begin();
  if (auto seen = who.seen.extract(x.entry.task)) {
    const auto& at = seen.mapped();
    first = std::find_if(first, x.replay.end(),
                         [&at](const told_event& y) { return at < y.what.at; });
    auto known = first == x.replay.begin()
                   ? first != x.replay.end() && at.epoch == first->what.at.epoch
                       && at.sequence + 1 == first->what.at.sequence
                   : (first - 1)->what.at == at;
    result.reset = !known && !(x.last == at);
  } else if (x.born <= who.told) {
    result.reset = x.lost > who.told;
    first = std::find_if(first, x.replay.end(), [&who](const told_event& y) {
      return y.revision > who.told;
    });
  }
  if (!result.reset)
    for (; first != x.replay.end(); ++first)
      result.missed.emplace_back(first->what);
  return result;
}

void ledger::forget_erased() {
  auto told = revision_;
  for (const auto& [id, x] : followers_)
    told = std::min(told, x.told);
  erased_.erase(erased_.begin(), erased_.upper_bound(told));
}

} // namespace status
