// A link to a subscriber that can lose what it carries.
#pragma once

#include <deque>

#include "explore/reader.hpp"
#include "explore/world.hpp"

namespace status::explore {

/// Carries what a holder tells one reader, in order, unless it loses it. The
/// reader notices that the link was down, and comes back, as somebody on
/// another node would.
class lossy_link {
public:
  /// Stands between a holder and `to` from now on.
  lossy_link(world& in, reader_actor to, reading_ptr of);

  lossy_link(const lossy_link&) = delete;
  lossy_link& operator=(const lossy_link&) = delete;

  ~lossy_link();

  /// Has a sender deliver up to `count` events, each at any time.
  void deliver(const std::string& name, size_t count);

  /// Has a sender lose what is under way, `count` times.
  void break_down(const std::string& name, size_t count);

private:
  void take(caf::mailbox_element& x);
  void lose();

  world& in_;
  reader_actor to_;
  reading_ptr of_;
  caf::actor entry_;
  std::deque<transition> under_way_;
};

} // namespace status::explore
