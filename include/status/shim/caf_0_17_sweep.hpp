/// The shim for CAF 0.17.6: monitors that cost the monitored nothing once who
/// monitors has ended. Included by shim.hpp only.
#pragma once

#include <caf/actor_addr.hpp>
#include <caf/actor_cast.hpp>
#include <caf/attachable.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/system_messages.hpp>

#include <memory>
#include <utility>

#include "status/shim/caf_0_17_monitor.hpp"

namespace status::shim {

/// Who monitors, as long as that lives. CAF's own monitors keep the memory of
/// those who have ended until the monitored ends, too.
using observer_ptr = std::shared_ptr<caf::actor_addr>;

/// What stays at the monitored.
class observer_note : public caf::attachable {
public:
  /// Selects those whose observer has ended.
  static constexpr size_t obsolete = 1000; // none of CAF's

  /// Selects those of one observer.
  static constexpr size_t from = 1001;

  observer_note(const observer_ptr& observer, caf::actor_addr observed)
    : observer_(observer), observed_(std::move(observed)) {
    // nop
  }

  void actor_exited(const caf::error& why, caf::execution_unit* host) override {
    auto observer = observer_.lock();
    if (!observer)
      return;
    if (auto whom = caf::actor_cast<caf::strong_actor_ptr>(*observer))
      whom->enqueue(caf::make_mailbox_element(
                      caf::actor_cast<caf::strong_actor_ptr>(observed_),
                      caf::make_message_id(), {},
                      caf::down_msg{observed_, why}),
                    host);
  }

  using caf::attachable::matches;

  bool matches(const token& what) override {
    if (what.subtype == from)
      return observer_.lock().get() == what.ptr;
    return what.subtype == obsolete && observer_.expired();
  }

private:
  std::weak_ptr<caf::actor_addr> observer_;
  caf::actor_addr observed_;
};

/// Calls `state.down(address, why)` once `whom` has ended; `state` is the
/// actor's own. For actors that monitor very many, to remember whom costs
/// nothing, and of actors that outlive many who monitor them, see `sweep`.
/// @param observer is made by the first call; to be dropped when `self` ends.
template <class Self, class State, class Handle>
void monitor_lightly(Self* self, observer_ptr& observer, State&,
                     const Handle& whom) {
  static_assert(has_down<State>::value);
  if (!observer)
    observer = std::make_shared<caf::actor_addr>(self->address());
  caf::actor_cast<caf::abstract_actor*>(whom)->attach(
    std::make_unique<observer_note>(observer, whom.address()));
}

/// Ends what `monitor_lightly` has begun, however often.
template <class Self, class Handle>
void demonitor_lightly(Self*, observer_ptr& observer, const Handle& whom) {
  caf::actor_cast<caf::abstract_actor*>(whom)->detach(
    caf::attachable::token{observer_note::from, observer.get()});
}

/// Frees what those have left at `self` who monitored it lightly. It takes as
/// long as there are monitors of `self`.
template <class Self>
void sweep(Self* self) {
  self->detach(caf::attachable::token{observer_note::obsolete, nullptr});
}

} // namespace status::shim
