// A subscriber as DESIGN 7 means it: it takes what comes next, and comes back
// with what it has seen.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "explore/world.hpp"
#include "status/actors/state_holder.hpp"

namespace status::explore {

/// What a reader knows, and what should not have happened to it.
struct reading {
  subscriber_actor entry; // who is subscribed in its stead; empty: itself
  bool lost_some = false; // it was told so, and has not caught up yet
  bool begun = false;     // has had a snapshot
  stream_position at;
  state current = state::initial;
  bool subscribed = false; // as far as it knows
  bool came_back = false;  // with a position, so that an event may come twice
  size_t resets = 0;
  std::string broken;
};

using reading_ptr = std::shared_ptr<reading>;

using reader_actor = shim::extend<subscriber_actor,
                                  // Subscribes, perhaps once more.
                                  caf::result<void>(atom::subscribe),
                                  // Comes back with what it has seen.
                                  caf::result<void>(atom::get),
                                  // The same, after a link has lost events.
                                  caf::result<void>(atom::get, bool),
                                  // Leaves.
                                  caf::result<void>(atom::leave)>;

reader_actor spawn_reader(world& in, state_holder_actor holder,
                          reading_ptr what);

/// A holder that remembers so many transitions for those who come back.
state_holder spawn_holder(world& in, size_t replay_capacity);

/// Has a sender advance the run through these states, one after the other.
std::vector<event> enter_each(const state_holder_actor& holder,
                              const std::vector<state>& states);

} // namespace status::explore
