// Moments for what is tested without an actor.
#pragma once

#include "fixture.hpp"

#include "actors/lifecycle.hpp"

namespace status::test {

/// Both clocks at `x` after the start; they begin at different numbers.
inline moment after(caf::timespan x) {
  return {caf::actor_clock::time_point{100s + x}, noon + x};
}

/// A life in epoch 3.
inline lifecycle begin(state first = state::initial,
                       size_t replay_capacity = 64,
                       bool may_repeat_checksum = false) {
  return {3, first, may_repeat_checksum, replay_capacity, {}, after(0s)};
}

/// The transition to `to`; fails the test if there is none.
inline transition entered(lifecycle& life, state to, caf::timespan when) {
  auto event = life.advance(to, after(when));
  if (!event)
    CAF_FAIL("refused: " << to_text(event.error()));
  if (!*event)
    CAF_FAIL("nothing to broadcast for " << to_string(to));
  return **event;
}

/// The refusal of `to`; fails the test if it is entered.
inline caf::error refused(lifecycle& life, state to, caf::timespan when) {
  auto event = life.advance(to, after(when));
  if (event)
    CAF_FAIL("not refused: " << to_string(to));
  return event.error();
}

/// The time spent in `in` as it is told at `when`.
inline caf::timespan spent(const lifecycle& life, state in,
                           caf::timespan when) {
  return time_in(life.look(after(when)), in);
}

} // namespace status::test
