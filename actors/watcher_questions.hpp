/// What a watcher asks the holders of its jobs.
#pragma once

#include <caf/expected.hpp>
#include <caf/sec.hpp>

#include <utility>

#include "actors/watcher_memory.hpp"

namespace status::watching {

template <class T, class Then, class... Ts>
void memory::ask_holder(const job& x, Then then, Ts&&... xs) {
  auto number = ++last_question;
  auto id = shim::ask<T>(
    self, x.holder,
    [this, number, then](caf::expected<T> y) mutable {
      auto i = questions.find(number);
      if (i == questions.end())
        return; // given up
      plan.erase(i->second.due);
      questions.erase(i);
      then(std::move(y));
    },
    std::forward<Ts>(xs)...);
  auto due = plan.add(self->clock().now() + patience, {x.key, 0, number});
  questions.emplace(number, open_question{id, due, [then]() mutable {
                                            then(caf::expected<T>{make_error(
                                              caf::sec::request_timeout)});
                                          }});
  arm<inner_actor>(self, plan);
}

} // namespace status::watching
