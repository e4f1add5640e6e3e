// What one step of a schedule touched, and when two steps commute.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "explore/clock.hpp"

namespace status::explore {

enum class step_kind : uint8_t {
  run,   // an actor handles its next message
  event, // a sender outside of the actors does what it does next
  timer, // a timer fires
};

/// One thing that can happen next. Actors are counted from the beginning of the
/// schedule, so that a step means the same each time.
struct step {
  step_kind kind = step_kind::run;
  uint64_t which = 0; // actor, sender, or the timer's receiver

  friend bool operator==(const step& x, const step& y) {
    return x.kind == y.kind && x.which == y.which;
  }
};

/// A mailbox that got a message.
struct delivery {
  uint64_t to = 0;
  bool urgent = false;
};

struct footprint {
  step what;
  /// An actor was made or ended, which changes the meaning of every message to
  /// it: commutes with nothing.
  bool exclusive = false;
  /// Looked at the time, sent a message (a timer may have to wait until it is
  /// handled, and that depends on when it was sent) or changed the timers.
  bool timed = false;
  std::vector<delivery> delivered;
  std::vector<armed_timer> armed;
};

/// Whether two steps that can both be taken lead to the same state in either
/// order. Says no in doubt.
bool commute(const footprint& x, const footprint& y);

} // namespace status::explore
