/// What a move asks of the world around it.
#pragma once

#include <chrono>
#include <cstdint>

#include "status/messages/state.hpp"
#include "status/messages/steering.hpp"

namespace fleet {

enum class moment : uint8_t {
  claimed,   // the destination is ours
  caught_up, // few changes are left, and writers go on
  locked,    // writers wait, all of the source is in the destination
  copied,    // and is committed there
  closed,    // the source refuses writes
};

/// Called by the thread that moves.
class host {
public:
  virtual ~host() = default;

  /// Enters a state. Throws `status::failure` if that is refused.
  virtual void advance(status::state next) = 0;

  /// Whether the move is to end soon.
  virtual bool cancelled() const = 0;

  /// Waits, unless the move is cancelled.
  virtual void pause(std::chrono::nanoseconds duration) = 0;

  /// What operators want now.
  virtual status::steering wanted() const = 0;

  /// Says what was stored; returns what is wanted.
  virtual status::steering restore(const status::steering& stored) = 0;

  /// Something that went otherwise than it should, for the log.
  virtual void note(const std::string& text) = 0;

  /// Told once that is so.
  virtual void trace(moment where) = 0;
};

} // namespace fleet
