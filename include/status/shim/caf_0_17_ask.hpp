/// The shim for CAF 0.17.6: ask(self, handle, then, ...) and forget. Included
/// by shim.hpp only.
#pragma once

#include <caf/error.hpp>
#include <caf/expected.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/message_id.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include "status/shim/caf_0_17_mail.hpp"

namespace status::shim {

/// Names a question until it is answered; 0 names none.
using question = uint64_t;

/// Keeps who waits for which answer. CAF's own list of them is searched from
/// its begin for each answer, which an actor with thousands of questions under
/// way cannot afford.
class question_host {
public:
  virtual ~question_host() = default;

  void keep(question id, std::function<void(caf::type_erased_tuple&)> then) {
    waiting_.emplace(id, std::move(then));
  }

  void forget(question id) {
    waiting_.erase(id);
  }

protected:
  /// Says whether somebody waited for `x`.
  bool answered(caf::mailbox_element& x) {
    auto i = waiting_.find(x.mid.integer_value());
    if (i == waiting_.end())
      return false;
    auto then = std::move(i->second);
    waiting_.erase(i);
    then(x.content());
    return true;
  }

  std::unordered_map<question, std::function<void(caf::type_erased_tuple&)>>
    waiting_;
};

/// The only element of `x`; moved unless others hold it, too.
template <class T>
T taken(caf::type_erased_tuple& x) {
  if (x.shared())
    return x.get_as<T>(0);
  return std::move(x.get_mutable_as<T>(0));
}

/// Asks without a timer; `then` gets the answer as a `caf::expected<T>`. For
/// actors made by `spawn`, of things that may never be answered: `forget` them.
template <class T, class Self, class Handle, class Then, class... Ts>
question ask(Self* self, const Handle& whom, Then then, Ts&&... xs) {
  auto id = mail(self, std::forward<Ts>(xs)...)
              .request(whom, caf::infinite)
              .id()
              .integer_value();
  dynamic_cast<question_host&>(*self).keep(
    id, [then = std::move(then)](caf::type_erased_tuple& x) mutable {
      if (x.match_elements<T>())
        then(caf::expected<T>{taken<T>(x)});
      else if (x.match_elements<caf::error>())
        then(caf::expected<T>{taken<caf::error>(x)});
      else
        then(caf::expected<T>{make_error(caf::sec::unexpected_response)});
    });
  return id;
}

/// The answer, should it come, is dropped.
template <class Self>
void forget(Self* self, question id) {
  dynamic_cast<question_host&>(*self).forget(id);
}

} // namespace status::shim
