// What the suites of the state holder ask it.
#pragma once

#include "fixture.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace status::test {

inline const caf::error disk_full
  = make_error(ec::could_not_write_checkpoint, "disk full");

using numbers = std::vector<uint64_t>;

inline numbers sequences(const std::vector<transition>& xs) {
  numbers result;
  for (const auto& x : xs)
    result.emplace_back(x.at.sequence);
  return result;
}

inline numbers sequences(const listener& who) {
  return sequences(*who.events);
}

class holder_fixture : public fixture {
public:
  /// Takes another holder, one that logs.
  void begin(holder_options options) {
    options.log = log;
    holder = spawn_state_holder(sys, std::move(options));
    owned.emplace_back(caf::actor_cast<caf::actor>(holder.actor));
    settle();
  }

  /// Asks for an answer without a value. Returns the error, empty if there is
  /// none; fails the test if nothing is answered.
  template <class... Ts>
  caf::error order(Ts... xs) {
    auto answer = begin_order(holder.actor, std::move(xs)...);
    if (!*answer)
      CAF_FAIL("no answer");
    return **answer;
  }

  reply<snapshot> try_advance(state to) {
    return ask<snapshot>(holder.actor, atom::advance_v, to);
  }

  reply<verdict> fail(const caf::error& cause) {
    return ask<verdict>(holder.actor, atom::fail_v, cause);
  }

  snapshot look() {
    return ask<snapshot>(holder.actor, atom::get_v).value();
  }

  attempt_history history() {
    return ask<attempt_history>(holder.actor, atom::history_v).value();
  }

  caf::error record(attempt which, attempt_result result = attempt_result::ok) {
    attempt_record x;
    x.which = which;
    x.result = result;
    x.saved = {"pos:" + std::to_string(which.id), 7};
    return order(atom::record_v, x);
  }

  snapshot subscribe(const listener& who) {
    return ask<snapshot>(holder.actor, atom::subscribe_v, who.actor).value();
  }

  catch_up come_back(const listener& who, stream_position seen) {
    return ask<catch_up>(holder.actor, atom::subscribe_v, who.actor, seen)
      .value();
  }
};

} // namespace status::test
