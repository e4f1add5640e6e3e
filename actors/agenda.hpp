/// What a loop has to do for its tasks, and when: one timer serves them all.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/timespan.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace status {

/// Nothing is taken out before its time, not even what has been called off: to
/// look for it costs more than to pass over it. So nothing here is a pointer,
/// and what is due next belongs to the task, as a `place`.
class agenda {
public:
  using time_point = caf::actor_clock::time_point;

  static constexpr time_point never = time_point::max();

  /// One thing that is due for a task again and again, at one time at most.
  struct place {
    time_point due = never;
    time_point noted = never; // in the agenda

    void clear() {
      due = never;
    }
  };

  struct item {
    uint64_t key = 0;  // of the task
    uint32_t what = 0; // less than `kinds`
  };

  static constexpr size_t kinds = 2;

  /// @param gap between one alarm and the next, so that what is due at nearly
  ///            the same time is done at once; 0: none.
  explicit agenda(caf::timespan gap = {}) : gap_(gap) {
    // nop
  }

  /// Has `x` be due at `when`, instead of any other time.
  void set(place& where, time_point when, const item& x) {
    where.due = when;
    if (when < where.noted) // else it is met before, and noted again
      note(where, x);
  }

  /// Takes out what is due first, if it is due.
  /// @param find returns an item's place, or null if its task is gone.
  template <class Find>
  std::optional<item> take(time_point now, Find find) {
    for (auto* first = earliest(); first != nullptr && first->when <= now;
         first = earliest()) {
      auto [when, x] = *first;
      drop(first);
      auto* where = find(x);
      if (where == nullptr || where->noted != when)
        continue; // noted for an earlier time later on
      where->noted = never;
      if (where->due == when) {
        where->due = never;
        return x;
      }
      if (where->due != never)
        note(*where, x);
    }
    return {};
  }

  /// Forgets those of tasks that are gone, which otherwise stay until they were
  /// due.
  template <class Find>
  void sweep(Find find) {
    auto gone = [&find](const entry& x) { return find(x.what) == nullptr; };
    for (auto& queue : queues_)
      queue.remove_if(gone);
    others_.erase(std::remove_if(others_.begin(), others_.end(), gone),
                  others_.end());
    std::make_heap(others_.begin(), others_.end(), later);
  }

  /// Returns when to set an alarm, `now` at the earliest, unless one is set
  /// that is early enough.
  std::optional<time_point> set_alarm(time_point now) {
    auto* first = earliest();
    if (first == nullptr)
      return {};
    auto next = first->when;
    if (next > rung_) // else more was due than could be done at once
      next = std::max(next, rung_ + gap_);
    next = std::max(next, now);
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
    rung_ = std::max(rung_, when);
    return true;
  }

private:
  struct entry {
    time_point when;
    item what;
  };

  static bool later(const entry& x, const entry& y) {
    return x.when > y.when;
  }

  /// Entries in the order of their times.
  class queue {
  public:
    bool takes(time_point when) const {
      return empty() || all_.back().when <= when;
    }

    void push(const entry& x) {
      all_.emplace_back(x);
    }

    bool empty() const {
      return first_ == all_.size();
    }

    const entry* front() const {
      return all_.data() + first_;
    }

    /// Leaves a gap, and closes it once it is worth it.
    void pop() {
      if (++first_ < all_.size() / 4)
        return;
      all_.erase(all_.begin(), begin());
      first_ = 0;
    }

    template <class Pred>
    void remove_if(Pred gone) {
      all_.erase(std::remove_if(begin(), all_.end(), gone), all_.end());
      all_.erase(all_.begin(), begin());
      all_.shrink_to_fit();
      first_ = 0;
    }

  private:
    std::vector<entry>::iterator begin() {
      return all_.begin() + static_cast<std::ptrdiff_t>(first_);
    }

    std::vector<entry> all_;
    size_t first_ = 0;
  };

  void note(place& where, const item& x) {
    where.noted = where.due;
    entry what{where.due, x};
    if (auto& queue = queues_[x.what]; queue.takes(what.when))
      return queue.push(what);
    others_.emplace_back(what);
    std::push_heap(others_.begin(), others_.end(), later);
  }

  const entry* earliest() const {
    const entry* result = others_.empty() ? nullptr : others_.data();
    for (const auto& queue : queues_)
      if (!queue.empty()
          && (result == nullptr || later(*result, *queue.front())))
        result = queue.front();
    return result;
  }

  void drop(const entry* first) {
    for (auto& queue : queues_)
      if (!queue.empty() && queue.front() == first)
        return queue.pop();
    std::pop_heap(others_.begin(), others_.end(), later);
    others_.pop_back();
  }

  // What is due again and again after the same time is due after all others of
  // its kind, which makes queues of most of it. The others are a heap.
  std::array<queue, kinds> queues_;
  std::vector<entry> others_;
  std::vector<time_point> alarms_;      // under way, the earliest one last
  time_point rung_ = time_point::min(); // the latest alarm that has come
  caf::timespan gap_;
};

} // namespace status
