// Those who get transitions, as an actor keeps them for itself.
#pragma once

#include "status/messages/types.hpp"
#include "status/shim.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace status {

class subscriber_list {
public:
  /// Adds `who`, a valid handle, once; `self` forgets it when it is down.
  template <class Self>
  void enlist(Self* self, const subscriber_actor& who) {
    if (monitored_.insert(who.address()).second)
      shim::monitor(self, who, [this, who = who.address()](const caf::error&) {
        monitored_.erase(who);
        forget(who);
      });
    forget(who.address());
    list_.emplace_back(who);
  }

  void forget(const caf::actor_addr& who) {
    auto is_him
      = [&who](const subscriber_actor& x) { return x.address() == who; };
    list_.erase(std::remove_if(list_.begin(), list_.end(), is_him),
                list_.end());
  }

  auto begin() const {
    return list_.begin();
  }

  auto end() const {
    return list_.end();
  }

private:
  std::vector<subscriber_actor> list_;
  std::set<caf::actor_addr> monitored_; // those who left, too
};

} // namespace status
