/// What both loops have in common: the jobs, and what is due for them when.
#pragma once

#include <caf/actor_clock.hpp>
#include <caf/timespan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/loops.hpp"

namespace status {

/// What a loop knows of a job at least. It never moves.
struct loop_job {
  uint64_t key = 0;
  task_actor task;
  std::array<agenda::place, agenda::kinds> due;
};

/// @tparam Loop has `join(order)` for a job to come, and for a job that it runs
///              for `obey(job, order)` and `on_due(job, kind)`, which may
///              forget the job.
/// @tparam Job a `loop_job`.
/// @tparam Setup has the `owner`, the `gap` between alarms, and the `log`.
template <class Loop, class Job, class Setup>
class loop_base {
public:
  using time_point = caf::actor_clock::time_point;

  // -- messages ------------------------------------------------------------------

  void hear(loop_orders& orders) {
    me().wake();
    for (auto& x : orders.all)
      if (x.word == loop_word::join)
        me().join(x);
      else if (auto* y = find(x.key))
        me().obey(*y, x);
    settle();
  }

  void hear(atom::tick, int64_t when) {
    me().wake();
    Job* x = nullptr;
    on_alarm(
      plan_, when,
      [this, &x](const agenda::item& y) {
        x = find(y.key);
        return x == nullptr ? nullptr : &x->due[y.what];
      },
      [this, &x](const agenda::item& y) { me().on_due(*x, y.what); });
    settle();
  }

protected:
  loop_base(ticking_actor::pointer self, Setup setup)
    : self(self),
      with(std::move(setup)),
      now(self->clock().now()),
      plan_(with.gap) {
    shim::harden(self);
  }

  // -- jobs ----------------------------------------------------------------------

  Job* find(uint64_t key) {
    auto i = jobs.find(key);
    return i == jobs.end() ? nullptr : &i->second;
  }

  Job& add(const loop_order& x) {
    auto& result = jobs[x.key];
    result.key = x.key;
    result.task = caf::actor_cast<task_actor>(x.task);
    return result;
  }

  void forget(const Job& x) {
    jobs.erase(x.key);
    if (++forgotten_ > jobs.size() + 100) {
      forgotten_ = 0;
      plan_.sweep([this](const agenda::item& y) { return find(y.key); });
    }
  }

  // -- around each message ---------------------------------------------------------

  /// Before anything happens. To read the clock for each of many jobs would be
  /// dear.
  void wake() {
    now = self->clock().now();
  }

  /// After whatever has happened: last words, and the next alarm.
  void settle() {
    if (!ends.all.empty())
      shim::mail(self, std::exchange(ends, {})).send(with.owner);
    arm<ticking_actor>(self, plan_, now);
  }

  void set(Job& x, uint32_t what, time_point when) {
    plan_.set(x.due[what], when, {x.key, what});
  }

  void write(const log_record& what) {
    if (with.log == nullptr)
      return;
    log(with.log, what);
    me().wake(); // a log may be slow
  }

  ticking_actor::pointer self;
  Setup with;
  time_point now; // of the message that is handled
  std::unordered_map<uint64_t, Job> jobs;
  loop_ends ends; // not sent yet

private:
  Loop& me() {
    return static_cast<Loop&>(*this);
  }

  agenda plan_;
  size_t forgotten_ = 0; // jobs, since the last sweep
};

} // namespace status
