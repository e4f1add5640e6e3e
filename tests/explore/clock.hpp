// Virtual time that moves only when a schedule says so, and the scheduler that
// hands every runnable actor to the schedule. CAF 0.17's test support, with
// what an explorer has to know besides: who looked at the clock, who armed
// which timer.
#pragma once

#include <caf/detail/test_actor_clock.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace status::explore {

using time_point = caf::actor_clock::time_point;

/// A timer's receiver, and when it is due.
using armed_timer = std::pair<caf::actor_id, time_point>;

class explored_clock : public caf::detail::test_actor_clock {
public:
  using super = caf::detail::test_actor_clock;

  // -- what actors do ------------------------------------------------------------

  time_point now() const noexcept override {
    looked_ = true;
    return current_time;
  }

  void set_request_timeout(time_point when, caf::abstract_actor* self,
                           caf::message_id id) override;

  void schedule_message(time_point when, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr content) override;

  // -- what the schedule does ------------------------------------------------------

  /// Who gets a message from the timers that are due first; each once.
  void next_receivers(std::vector<caf::actor_id>& result) const;

  /// When the first timer is due; there must be one.
  time_point next_due() const {
    return schedule_.begin()->first;
  }

  bool idle() const {
    return schedule_.empty();
  }

  /// Fires the first timer for `receiver` and moves time to it.
  void fire(caf::actor_id receiver);

  /// Forgets the timeout of a request that has been answered. CAF keeps it
  /// until it is due and ignores it then, which is no step worth exploring.
  /// @returns whether there was one.
  bool forget_timeout(caf::actor_id self, caf::message_id response);

  /// Begins to note what actors do.
  void watch() {
    looked_ = false;
    armed_.clear();
  }

  bool looked() const {
    return looked_;
  }

  const std::vector<armed_timer>& armed() const {
    return armed_;
  }

private:
  mutable bool looked_ = false;
  std::vector<armed_timer> armed_;
};

class coordinator : public caf::scheduler::test_coordinator {
public:
  using super = caf::scheduler::test_coordinator;
  using super::super;

  explored_clock& clock() noexcept override {
    return clock_;
  }

  /// Has the members of the crowd at `i` wait one by one in its place. The
  /// orders that it allows are among theirs.
  void disband(size_t i);

private:
  explored_clock clock_;
};

} // namespace status::explore
