#include "explore/clock.hpp"

#include <algorithm>

#include "status/shim.hpp"

namespace status::explore {

namespace {

caf::actor_id receiver_of(const explored_clock::delayed_event& x) {
  switch (x.subtype) {
    case explored_clock::actor_msg_type:
      return static_cast<const explored_clock::actor_msg&>(x).receiver->id();
    case explored_clock::request_timeout_type:
      return static_cast<const explored_clock::request_timeout&>(x).self->id();
    default:
      return 0; // our actors arm no others
  }
}

} // namespace

void explored_clock::set_request_timeout(time_point when,
                                         caf::abstract_actor* self,
                                         caf::message_id id) {
  armed_.emplace_back(self->id(), when);
  super::set_request_timeout(when, self, id);
}

void explored_clock::schedule_message(time_point when,
                                      caf::strong_actor_ptr receiver,
                                      caf::mailbox_element_ptr content) {
  armed_.emplace_back(receiver->id(), when);
  super::schedule_message(when, std::move(receiver), std::move(content));
}

void explored_clock::next_receivers(std::vector<caf::actor_id>& result) const {
  result.clear();
  for (auto i = schedule_.begin();
       i != schedule_.end() && i->first == schedule_.begin()->first; ++i) {
    auto who = receiver_of(*i->second);
    if (std::find(result.begin(), result.end(), who) == result.end())
      result.emplace_back(who);
  }
}

void explored_clock::fire(caf::actor_id receiver) {
  auto i = std::find_if(schedule_.begin(), schedule_.end(), [&](const auto& x) {
    return receiver_of(*x.second) == receiver;
  });
  current_time = std::max(current_time, i->first);
  auto event = std::move(i->second);
  if (event->backlink != actor_lookup_.end())
    actor_lookup_.erase(event->backlink);
  schedule_.erase(i);
  ship(*event);
}

bool explored_clock::forget_timeout(caf::actor_id self,
                                    caf::message_id response) {
  auto [first, last] = actor_lookup_.equal_range(self);
  for (auto i = first; i != last; ++i) {
    const auto& event = *i->second->second;
    if (event.subtype == request_timeout_type
        && static_cast<const request_timeout&>(event).id.request_id()
             == response.request_id()) {
      schedule_.erase(i->second);
      actor_lookup_.erase(i);
      return true;
    }
  }
  return false;
}

void coordinator::disband(size_t i) {
  auto at = jobs.begin() + static_cast<ptrdiff_t>(i);
  auto* job = *at;
  at = jobs.erase(at);
  std::vector<caf::resumable*> members;
  dynamic_cast<shim::crowd&>(*job).disband(
    [&members](caf::resumable* who) { members.emplace_back(who); });
  jobs.insert(at, members.begin(), members.end());
  intrusive_ptr_release(job);
}

} // namespace status::explore
