// Those who follow a desk, as the desk keeps them for itself. Each gets a batch
// at a time: what is new meanwhile waits until it has answered, so a slow one
// costs no memory and holds up nobody.
#pragma once

#include <caf/actor_clock.hpp>

#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "actors/ledger.hpp"
#include "status/desks.hpp"

namespace status {

/// A desk that has nothing to say says so, that often.
constexpr caf::timespan sign_of_life = std::chrono::seconds{2};

/// Who takes longer for a batch has died for all we know.
constexpr caf::timespan follower_patience = std::chrono::seconds{10};

template <class Self>
class follower_list {
public:
  follower_list(Self* self, ledger& news) : self_(self), news_(news) {
    // nop
  }

  /// Adds a valid handle, or has it begin anew.
  void add(follow_order what, const listener_actor& who) {
    auto address = who.address();
    leave(address);
    all_.emplace(address, one{who, news_.follow(std::move(what)), false, false,
                              self_->clock().now() - sign_of_life});
    if (monitored_.insert(address).second)
      shim::monitor(self_, who, [this, address](const caf::error&) {
        monitored_.erase(address);
        leave(address);
      });
    tell(all_.at(address));
  }

  void leave(const caf::actor_addr& who) {
    auto i = all_.find(who);
    if (i == all_.end())
      return;
    news_.leave(i->second.id);
    all_.erase(i);
  }

  /// Tells everybody what is new.
  void tell_all() {
    for (auto& [address, x] : all_)
      tell(x);
  }

private:
  struct one {
    listener_actor actor;
    ledger::follower_id id = 0;
    bool busy = false;   // has not answered the last batch yet
    bool behind = false; // there may be more for it
    caf::actor_clock::time_point told;
  };

  void tell(one& x) {
    x.behind = x.busy;
    if (x.busy)
      return;
    auto batch = news_.take(x.id, x.behind);
    auto now = self_->clock().now();
    if (batch.updates.empty() && batch.forgotten.empty()
        && now - x.told < sign_of_life)
      return;
    x.busy = true;
    x.told = now;
    shim::mail(self_, std::move(batch))
      .request(x.actor, follower_patience)
      .then([this, who = x.actor.address(), id = x.id] { go_on(who, id); },
            [this, who = x.actor.address(), id = x.id](const caf::error&) {
              if (auto i = all_.find(who);
                  i != all_.end() && i->second.id == id)
                leave(who);
            });
  }

  void go_on(const caf::actor_addr& who, ledger::follower_id id) {
    auto i = all_.find(who);
    if (i == all_.end() || i->second.id != id)
      return; // it has left, or begun anew
    i->second.busy = false;
    if (i->second.behind)
      tell(i->second);
  }

  Self* self_;
  ledger& news_;
  std::map<caf::actor_addr, one> all_;
  std::set<caf::actor_addr> monitored_; // those who left, too
};

} // namespace status
