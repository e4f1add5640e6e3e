/// The shim for CAF 0.17.6: ask(self, handle, then, ...) and forget. Included
/// by shim.hpp only.
#pragma once

#include <caf/error.hpp>
#include <caf/expected.hpp>
#include <caf/message_id.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>

#include <utility>

#include "status/shim/caf_0_17_host.hpp"
#include "status/shim/caf_0_17_mail.hpp"

namespace status::shim {

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
  static_cast<host<Self>*>(self)->keep(
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
  static_cast<host<Self>*>(self)->forget(id);
}

} // namespace status::shim
