/// What the engine asks of the world around it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "status/messages/state.hpp"
#include "status/messages/steering.hpp"

namespace schema_change {

enum class level : uint8_t { info, warning };

using fields = std::vector<std::pair<std::string, std::string>>;

/// Where a write transaction of the engine is.
enum class moment : uint8_t { began, before_commit, committed };

/// Implemented by the task around an engine. Called from the thread that runs
/// the engine, and must be thread-safe towards its own side.
class host {
public:
  virtual ~host() = default;

  /// Enters a state. Throws `failure` when the state holder refuses, with
  /// `ec::held` while an operator holds the cut-over; then `wanted` says so.
  virtual void advance(status::state next) = 0;

  /// Whether the run should end soon. Ignored after the cut-over.
  virtual bool cancelled() const = 0;

  /// Waits. Returns early once `cancelled`.
  virtual void pause(std::chrono::nanoseconds duration) = 0;

  /// What operators want. Cheap; callable from any thread. By default there are
  /// none.
  virtual status::steering wanted() const {
    return {};
  }

  /// Tells what an earlier run has stored, before any work is done. Returns all
  /// that is wanted, and so does `wanted` from then on.
  virtual status::steering restore(const status::steering& /*stored*/) {
    return {};
  }

  /// Tells the operator something worth knowing.
  virtual void note(level how, std::string text, fields details) = 0;

  /// Sees every write transaction pass, `what` is its name, e.g. `copy`. What
  /// it throws ends the run at that very moment, as a crash would.
  virtual void trace(moment, const char* /*what*/) {}
};

} // namespace schema_change
