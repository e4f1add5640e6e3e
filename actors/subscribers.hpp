// Those who get transitions, as an actor keeps them for itself.
#pragma once

#include "status/messages/types.hpp"
#include "status/shim.hpp"

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace status {

/// Whoever comes, leaves or dies costs the same, however many there are.
class subscriber_list {
public:
  /// Adds `who`, a valid handle, once. Has `owner.down(address)` called when it
  /// is down, which has to call ours.
  template <class Self, class Owner>
  void enlist(Self* self, Owner& owner, const subscriber_actor& who) {
    auto i = find(who.address());
    if (i == list_.size()) {
      list_.emplace_back(entry{who.address(), {}});
      note(i);
      shim::monitor_lightly(self, here_, owner, who);
    }
    list_[i].handle = who;
  }

  /// Tells `who` nothing more. It is known still, since it is monitored.
  void forget(const caf::actor_addr& who) {
    if (auto i = find(who); i < list_.size())
      list_[i].handle = nullptr;
  }

  /// Remembers nothing of `who`.
  void down(const caf::actor_addr& who) {
    auto i = find(who);
    if (i == list_.size())
      return;
    if (places_ != nullptr)
      places_->erase(who);
    if (i + 1 < list_.size()) {
      list_[i] = std::move(list_.back());
      note(i);
    }
    list_.pop_back();
  }

  /// Calls `f` with everybody who is to be told.
  template <class F>
  void for_each(F f) const {
    for (const auto& x : list_)
      if (x.handle)
        f(x.handle);
  }

private:
  struct entry {
    caf::actor_addr who;
    subscriber_actor handle; // invalid for one who has left
  };

  // To look through so few is cheaper than a table.
  static constexpr size_t few = 16;

  size_t find(const caf::actor_addr& who) const {
    if (places_ != nullptr && who) {
      auto i = places_->find(who);
      return i == places_->end() ? list_.size() : i->second;
    }
    size_t i = 0;
    while (i < list_.size() && list_[i].who != who)
      ++i;
    return i;
  }

  void note(size_t i) {
    if (places_ != nullptr) {
      (*places_)[list_[i].who] = i;
    } else if (list_.size() > few) {
      places_ = std::make_unique<places>();
      for (size_t j = 0; j < list_.size(); ++j)
        places_->emplace(list_[j].who, j);
    }
  }

  using places = std::unordered_map<caf::actor_addr, size_t>;

  std::vector<entry> list_;
  std::unique_ptr<places> places_;
  shim::observer_ptr here_;
};

} // namespace status
