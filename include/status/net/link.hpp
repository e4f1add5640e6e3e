/// A connection to a desk that is made again whenever it is lost: what
/// `spawn_observer` and `spawn_announcer` return.
#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/error.hpp>
#include <caf/expected.hpp>
#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "status/desks.hpp"
#include "status/messages/desk.hpp"

namespace status::net {

/// How long a link waits before it tries again: after the first failure the
/// shortest time, then twice as long each time, up to the longest. Each pause
/// is moved by up to a fifth at random, so that those who lost the same peer do
/// not come back together. What a person must mend is tried slowly.
constexpr caf::timespan first_pause = std::chrono::milliseconds{250};
constexpr caf::timespan longest_pause = std::chrono::seconds{8};
constexpr caf::timespan slow_pause = std::chrono::seconds{60};

/// How long a desk may take for an answer, and be silent, before its link is
/// taken for lost. A node that is frozen or cut off is noticed sooner, see
/// `line_options`.
constexpr caf::timespan desk_patience = std::chrono::seconds{10};

enum class link_state : uint8_t {
  connecting,  // for the first time
  live,        // the peer answers
  unreachable, // which says nothing of its tasks
};

std::string to_string(link_state x);

/// All that is known of a link at one moment. Times are those of the wall
/// clock.
struct link_status {
  link_state now = link_state::connecting;
  caf::timestamp since{};     // when that began
  caf::timestamp last_seen{}; // when the peer said something; 0 means never
  caf::timestamp next_try{};  // while it is not live; 0 means that one runs
  caf::error why;             // why it is not live; empty before the first try
  desk_info peer;             // who answered last; no name means nobody
};

/// Renders a link for people: `live, db1:4242` or `unreachable for 12s, last
/// seen 16s ago: cannot connect to ...; next try in 3s`.
std::string describe(const link_status& x, caf::timestamp now);

/// Owns a connection and what it is there for: both end with this object, and
/// no callback runs after that. A callback may destroy it. Thread-safe but for
/// moving it.
class link {
public:
  struct shared;

  explicit link(std::shared_ptr<shared> with);
  link(link&&) noexcept = default;
  link& operator=(link&& other) noexcept;
  ~link();

  link_status status() const;

  /// Returns the desk, for lists and commands. Fails with `ec::unavailable`
  /// while nobody answers, or with what a person must mend; the text is that of
  /// the status. Through a desk that is lost just now, requests stay without an
  /// answer: give each a time limit.
  caf::expected<desk_actor> desk() const;

private:
  void end();

  std::shared_ptr<shared> with_;
};

} // namespace status::net
