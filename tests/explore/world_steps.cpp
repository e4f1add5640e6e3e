#include "explore/world.hpp"

#include <caf/actor_registry.hpp>

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace status::explore {

/// Notes who has mail now.
void world::look() {
  auto now = scheduler_->clock().current_time;
  before_.swap(mail_);
  mail_.clear();
  auto newest = newest_;
  for (size_t i = 0; i < scheduler_->jobs.size(); ++i) {
    auto& who = runnable_at(i);
    auto& next = mail_.emplace_back();
    next.actor = &who;
    next.id = who.id() - first_;
    auto all = who.mailbox().size();
    next.urgent = std::get<caf::scheduled_actor::urgent_queue_index>(
                    who.mailbox().queue().queues())
                    .total_task_size();
    next.normal = all - next.urgent;
    for (auto& x : before_)
      if (x.id == next.id)
        next.arrived = std::move(x.arrived);
    if (next.arrived.size() < all)
      next.arrived.resize(all, now);
    if (who.id() > newest_) {
      newest = std::max(newest, who.id());
      known_.emplace_back(who.name(), who.address());
    }
  }
  newest_ = newest;
}

/// Who is to run as number `i`.
caf::scheduled_actor& world::runnable_at(size_t i) {
  auto& jobs = scheduler_->jobs;
  if (auto* who = dynamic_cast<caf::scheduled_actor*>(jobs[i]))
    return *who;
  scheduler_->disband(i);
  return dynamic_cast<caf::scheduled_actor&>(*jobs[i]);
}

const world::runnable* world::find_runnable(uint64_t id) const {
  for (const auto& x : mail_)
    if (x.id == id)
      return &x;
  return nullptr;
}

void world::choices(std::vector<step>& result) {
  result.clear();
  for (const auto& x : mail_)
    result.emplace_back(step{step_kind::run, x.id});
  for (size_t i = 0; i < senders_.size(); ++i) {
    if (done_[i] == senders_[i].size())
      continue;
    const auto& next = senders_[i][done_[i]];
    if (!next.ready || next.ready())
      result.emplace_back(step{step_kind::event, i});
  }
  const auto& clock = scheduler_->clock();
  if (clock.idle() || clock.next_due() > until_)
    return;
  auto oldest = time_point::max();
  for (const auto& x : mail_)
    if (!x.arrived.empty())
      oldest = std::min(oldest, x.arrived.front());
  if (oldest != time_point::max() && clock.next_due() - oldest >= max_lag)
    return;
  clock.next_receivers(receivers_);
  for (auto x : receivers_)
    result.emplace_back(step{step_kind::timer, x - first_});
}

footprint world::take(const step& what) {
  auto& clock = scheduler_->clock();
  footprint result;
  result.what = what;
  touched_.clear();
  clock.watch();
  auto newest = system_->latest_actor_id();
  auto living = system_->registry().running();
  switch (what.kind) {
    case step_kind::run:
      run_actor(result);
      break;
    case step_kind::event:
      senders_[what.which][done_[what.which]++].act();
      break;
    case step_kind::timer:
      clock.fire(what.which + first_);
      break;
  }
  look();
  if (newest != system_->latest_actor_id()
      || living != system_->registry().running())
    result.exclusive = true;
  result.timed |= clock.looked() || !clock.armed().empty();
  for (const auto& [who, when] : clock.armed())
    result.armed.emplace_back(who - first_, when);
  result.delivered.insert(result.delivered.end(), touched_.begin(),
                          touched_.end());
  for (const auto& x : mail_) {
    auto was = std::find_if(before_.begin(), before_.end(),
                            [&x](const auto& y) { return y.id == x.id; });
    // The actor that ran has one message less; which kind is told by
    // `run_actor`.
    auto urgent = was == before_.end() || x.urgent > was->urgent;
    if (!urgent && x.normal <= was->normal)
      continue;
    result.delivered.emplace_back(delivery{x.id, urgent});
    result.timed = true;
  }
  return result;
}

void world::run_actor(footprint& result) {
  auto& jobs = scheduler_->jobs;
  auto i = std::find_if(mail_.begin(), mail_.end(), [&](const auto& x) {
    return x.id == result.what.which;
  });
  if (i == mail_.end())
    throw std::logic_error("the actors do not do the same thing twice");
  caf::strong_actor_ptr keep{i->actor->ctrl()};
  auto j = std::find(jobs.begin(), jobs.end(),
                     static_cast<caf::resumable*>(i->actor));
  std::rotate(jobs.begin(), j, j + 1);
  auto response = caf::message_id{};
  auto urgent = i->urgent > 0;
  if (const auto* next = i->actor->peek_at_next_mailbox_element())
    response = next->mid;
  (urgent ? i->urgent : i->normal) -= i->normal + i->urgent > 0 ? 1 : 0;
  if (!i->arrived.empty())
    i->arrived.erase(i->arrived.begin());
  scheduler_->run_once();
  if (i->actor->mailbox().closed())
    result.exclusive = true;
  else if (response.is_response()
           && scheduler_->clock().forget_timeout(i->actor->id(), response))
    result.timed = true;
}

} // namespace status::explore
