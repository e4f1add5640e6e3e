#include "statusctl/following.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace statusctl {

namespace {

using namespace std::chrono_literals;
using status::presence;
using status::net::link_state;

constexpr std::chrono::nanoseconds window = 30s;
constexpr size_t most_rates = 14;

uint64_t rate_of(uint64_t rows, caf::timespan time) {
  constexpr auto most = 1e18; // peers can send anything
  auto seconds = std::chrono::duration<double>{time}.count();
  return static_cast<uint64_t>(
    std::min(static_cast<double>(rows) / seconds, most));
}

/// What holds a task back; its reason can change all the time.
auto waits(const status::task_entry& x) {
  return std::tuple{x.now.wanted.paused.in_force, x.now.wanted.held.in_force,
                    x.how_far.throttling.throttled};
}

} // namespace

// -- the rate ------------------------------------------------------------------

void rate_meter::add(const status::progress& x, uint64_t epoch) {
  auto rows = totals(x).rows_copied;
  // Another start counts anew.
  auto start = std::pair{epoch, x.run};
  if (std::exchange(start_, start) != start
      || (!samples_.empty() && rows < samples_.back().rows))
    samples_.clear();
  if (x.taken < caf::timestamp{}
      || (!samples_.empty() && x.taken <= samples_.back().taken))
    return; // garbled, or old news
  samples_.push_back({x.taken, rows});
  while (samples_.size() > most_rates + 1
         && samples_.back().taken - samples_[1].taken > window)
    samples_.pop_front();
}

std::optional<uint64_t> rate_meter::rows_per_second() const {
  if (samples_.size() < 2)
    return {};
  const auto& last = samples_.back();
  auto first = std::find_if(
    samples_.begin(), samples_.end() - 2,
    [&last](const sample& x) { return last.taken - x.taken <= window; });
  return rate_of(last.rows - first->rows, last.taken - first->taken);
}

std::vector<uint64_t> rate_meter::last() const {
  std::vector<uint64_t> result;
  for (size_t i = 1; i < samples_.size(); ++i)
    result.push_back(rate_of(samples_[i].rows - samples_[i - 1].rows,
                             samples_[i].taken - samples_[i - 1].taken));
  if (result.size() > most_rates)
    result.erase(result.begin(), result.end() - most_rates);
  return result;
}

// -- the tasks -----------------------------------------------------------------

following::following(std::string only) : only_(std::move(only)) {
  // nop
}

std::vector<event> following::take(const status::task_updates& x,
                                   const moment& now) {
  std::vector<event> result;
  for (const auto& task : x.forgotten)
    if (auto i = records_.find(task); i != records_.end()) {
      result.push_back({event_kind::forgotten, look(i->second, now), {}, {}});
      records_.erase(i);
    }
  for (const auto& update : x.updates) {
    if (!only_.empty() && update.entry.task != only_)
      continue;
    auto [i, is_new] = records_.try_emplace(update.entry.task);
    auto& record = i->second;
    auto before = std::exchange(record.entry, update.entry);
    record.received = now.steady;
    record.rate.add(update.entry.how_far, update.entry.now.at.epoch);
    auto seen = look(record, now);
    auto add = [&result, &seen](event_kind what) {
      result.push_back({what, seen, {}, {}});
    };
    if (update.reset && !is_new)
      add(event_kind::gap);
    for (const auto& step : update.missed) {
      add(event_kind::transition);
      result.back().step = step;
    }
    auto was = is_new ? presence::live : before.seen;
    auto is = record.entry.seen;
    if (is == presence::ended && was != is)
      add(event_kind::ended);
    else if (is == presence::unreachable && was != is)
      add(event_kind::lost);
    else if (is == presence::live && was != is)
      add(event_kind::found);
    if (is == presence::live && waits(record.entry) != waits(before))
      add(event_kind::wait);
  }
  return result;
}

std::vector<event> following::take(const status::net::link_status& x,
                                   const moment& now) {
  // That it tries again is no news, but why it fails can be.
  auto changed = x.now != line_.now;
  auto news = changed
              || (x.why && status::to_text(x.why) != status::to_text(line_.why)
                  && x.now == link_state::unreachable);
  if (changed)
    line_since_ = now.steady;
  line_ = x;
  if (!news || x.now == link_state::connecting)
    return {};
  std::vector<event> result(1);
  result.back().what = event_kind::link;
  result.back().line = x;
  return result;
}

sight following::look(const record& x, const moment& now) const {
  auto result = see(x.entry, now.wall, now.steady - x.received);
  result.rows_per_second = x.rate.rows_per_second();
  result.rates = x.rate.last();
  if (line_.now == link_state::unreachable) {
    result.lost.emplace();
    result.lost->since = now.steady - line_since_;
    result.lost->why = status::to_text(line_.why);
    if (line_.next_try > now.wall)
      result.lost->retry_in = line_.next_try - now.wall;
  }
  return result;
}

std::vector<sight> following::all(const moment& now) const {
  std::vector<sight> result;
  for (const auto& [task, x] : records_)
    result.push_back(look(x, now));
  return result;
}

std::optional<sight> following::one(const std::string& task,
                                    const moment& now) const {
  auto i = records_.find(task);
  if (i == records_.end())
    return {};
  return look(i->second, now);
}

} // namespace statusctl
