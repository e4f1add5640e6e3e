/// The interfaces between a watcher and its two loops.
#pragma once

#include <algorithm>
#include <chrono>
#include <utility>

#include "actors/agenda.hpp"
#include "status/groups.hpp"

namespace status {

/// Owns a loop, which ends with it. A loop that ends before has crashed.
using loop_owner_actor = shim::typed_actor<
  // The loop's last words, sent as itself.
  caf::result<void>(loop_ends),
  // Decides whether the run of a task fails, see `judge_actor`.
  caf::result<verdict>(atom::fail, uint64_t, caf::error)>;

/// Keeps what became of the attempts: the holder, the metrics.
using recorder_actor
  = shim::typed_actor<caf::result<void>(atom::record, attempt_record)>;

/// What a watcher says to a loop.
using loop_actor = shim::typed_actor<
  // What happens to its tasks. One that the loop does not run for is skipped.
  caf::result<void>(loop_orders),
  // Writes a checkpoint now. Fails with `ec::past_cut_over` when the loop does
  // not run for the task any more, with `ec::bad_argument` in the logger.
  caf::result<attempt_record>(atom::save, uint64_t)>;

/// The loop as its own alarm sees it.
using ticking_actor
  = shim::extend<loop_actor, caf::result<void>(atom::tick, int64_t)>;

/// Between the alarms of a loop for many tasks: nobody minds a hundredth of an
/// interval.
constexpr caf::timespan alarm_gap(caf::timespan interval) {
  constexpr caf::timespan most = std::chrono::milliseconds{10};
  return interval.count() == 0 ? most : std::min(interval / 100, most);
}

/// Has `self`, that takes `(atom::tick, int64_t)`, be woken in time.
template <class Handle, class Self>
void arm(Self* self, agenda& plan, agenda::time_point now) {
  auto when = plan.set_alarm(now);
  if (!when)
    return;
  auto me = caf::actor_cast<Handle>(self);
  auto ring = shim::mail(
    self, atom::tick_v, static_cast<int64_t>(when->time_since_epoch().count()));
  if (*when > now)
    std::move(ring).schedule(*when).send(me);
  else // late: behind what is in the mailbox, without a turn of the clock
    std::move(ring).send(me);
}

/// So much is done at an alarm. The answers to that come before the rest, and
/// find all that they need still in the caches.
constexpr size_t most_at_once = 64;

/// Does what is due when an alarm comes. Not what is due by now, which is later
/// where the actor was held up: an answer that lies in its mailbox is in time.
/// @param find see `agenda::take`.
template <class Find, class Do>
void on_alarm(agenda& plan, int64_t when, Find find, Do act) {
  agenda::time_point due{agenda::time_point::duration{when}};
  if (!plan.rings(due))
    return;
  for (size_t i = 0; i < most_at_once; ++i)
    if (auto x = plan.take(due, find))
      act(*x);
    else
      return;
}

} // namespace status
