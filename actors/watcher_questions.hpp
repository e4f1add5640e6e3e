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
      questions.erase(i);
      if (++answered > questions.size() + 100) {
        answered = 0;
        plan.sweep([this](const agenda::item& z) { return find(z); });
      }
      then(std::move(y));
    },
    std::forward<Ts>(xs)...);
  auto& open = questions[number];
  open.id = id;
  open.give_up = [then]() mutable {
    then(caf::expected<T>{make_error(caf::sec::request_timeout)});
  };
  auto now = self->clock().now();
  plan.set(open.due, now + patience, {number, 0});
  arm<inner_actor>(self, plan, now);
}

} // namespace status::watching
