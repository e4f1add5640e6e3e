/// The shim for CAF 0.17.6: what an actor made by `spawn` remembers for
/// monitor.hpp and ask.hpp beside this. Included by shim.hpp only.
#pragma once

#include <caf/actor_addr.hpp>
#include <caf/error.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/system_messages.hpp>
#include <caf/type_erased_tuple.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace status::shim {

using down_callback = std::function<void(const caf::error&)>;

/// Names a question until it is answered; 0 names none.
using question = uint64_t;

/// Between `Base` and the actors made by `spawn`. Of these there may be very
/// many, and most neither monitor nor ask: they keep a pointer for each.
template <class Base>
class host : public Base {
public:
  using Base::Base;

  // -- who is monitored ----------------------------------------------------------

  using callbacks = std::multimap<caf::actor_addr, down_callback>;

  void watch(const caf::actor_addr& whom, down_callback fn) {
    if (callbacks_ == nullptr)
      callbacks_ = std::make_unique<callbacks>();
    callbacks_->emplace(whom, std::move(fn));
  }

  bool watches(const caf::actor_addr& whom) const {
    return callbacks_ != nullptr && callbacks_->count(whom) > 0;
  }

  // -- who is asked --------------------------------------------------------------

  /// Keeps who waits for which answer. CAF's own list of them is searched from
  /// its begin for each answer, which an actor with thousands of questions
  /// under way cannot afford.
  void keep(question id, std::function<void(caf::type_erased_tuple&)> then) {
    if (waiting_ == nullptr)
      waiting_ = std::make_unique<waiting>();
    waiting_->emplace(id, std::move(then));
  }

  void forget(question id) {
    if (waiting_ != nullptr)
      waiting_->erase(id);
  }

protected:
  void dispatch(const caf::down_msg& msg) {
    if (callbacks_ == nullptr)
      return;
    auto [first, last] = callbacks_->equal_range(msg.source);
    std::vector<down_callback> hits;
    for (auto i = first; i != last; ++i)
      hits.emplace_back(std::move(i->second));
    callbacks_->erase(first, last);
    for (auto& hit : hits)
      hit(msg.reason);
  }

  /// Says whether somebody waited for `x`.
  bool answered(caf::mailbox_element& x) {
    if (waiting_ == nullptr)
      return false;
    auto i = waiting_->find(x.mid.integer_value());
    if (i == waiting_->end())
      return false;
    auto then = std::move(i->second);
    waiting_->erase(i);
    then(x.content());
    return true;
  }

  void forget_all() {
    callbacks_ = nullptr;
    waiting_ = nullptr;
  }

private:
  using waiting
    = std::unordered_map<question,
                         std::function<void(caf::type_erased_tuple&)>>;

  std::unique_ptr<callbacks> callbacks_;
  std::unique_ptr<waiting> waiting_;
};

} // namespace status::shim
