/// What a loop has to do for its tasks, and when: one timer serves them all.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/timespan.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace status {

class agenda {
public:
  using time_point = caf::actor_clock::time_point;

  struct item {
    uint64_t key = 0; // of the task
    uint64_t what = 0;
    uint64_t number = 0;
  };

  using entries = std::multimap<time_point, item>;
  using place = entries::iterator;

  /// @param origin where the grid of alarms begins.
  /// @param grid alarms come on it, so that what is due at nearly the same time
  ///             is done at once; 0: none.
  explicit agenda(time_point origin = {}, caf::timespan grid = {})
    : origin_(origin), grid_(grid) {
    // nop
  }

  /// Cheap for what is due after all others, as the next tick is.
  place add(time_point when, const item& x) {
    return entries_.emplace_hint(entries_.end(), when, x);
  }

  /// @param x a place, perhaps none, that is none afterwards.
  void erase(place& x) {
    if (x != none())
      entries_.erase(x);
    x = none();
  }

  place none() {
    return entries_.end();
  }

  /// Takes out what is due first, if it is due.
  std::optional<item> take(time_point now) {
    if (entries_.empty() || entries_.begin()->first > now)
      return {};
    auto result = entries_.begin()->second;
    entries_.erase(entries_.begin());
    return result;
  }

  /// Returns when to set an alarm, unless one is set that is early enough.
  std::optional<time_point> set_alarm() {
    if (entries_.empty())
      return {};
    auto next = on_grid(entries_.begin()->first);
    if (!alarms_.empty() && alarms_.back() <= next)
      return {};
    alarms_.emplace_back(next);
    return next;
  }

  /// Says whether an alarm was set for `when`, which then has come.
  bool rings(time_point when) {
    auto i = std::find(alarms_.begin(), alarms_.end(), when);
    if (i == alarms_.end())
      return false;
    alarms_.erase(i);
    return true;
  }

private:
  time_point on_grid(time_point x) const {
    if (grid_.count() <= 0)
      return x;
    auto rest = (x - origin_) % grid_;
    return rest.count() == 0 ? x : x + (grid_ - rest);
  }

  entries entries_;
  std::vector<time_point> alarms_; // under way, the earliest one last
  time_point origin_;
  caf::timespan grid_;
};

} // namespace status
