/// How a supervised job ends.
#pragma once

#include <cstdint>
#include <string>

#include "status/messages/error.hpp"
#include "status/messages/snapshot.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

enum class run_outcome : uint8_t {
  succeeded, // the job closed
  failed,    // see the cause; whether a restart can help, `may_restart` knows
  cancelled, // somebody wanted it
};

STATUS_ENUM(run_outcome, run_outcome::cancelled)

std::string to_string(run_outcome x);

/// The supervisor's last word.
struct run_result {
  run_outcome outcome = run_outcome::succeeded;
  caf::error cause;  // empty when it succeeded
  uint32_t runs = 1; // 1 means that it was never restarted
  snapshot last;     // of the last run's state holder
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, run_result& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("outcome", x.outcome),
                            g.field("cause", x.cause), g.field("runs", x.runs),
                            g.field("last", x.last));
}

/// Whether starting again can help: never after a cancellation, after `fenced`,
/// when it is unclear who owns the table, or when the same start must fail the
/// same way (another statement, a checkpoint that is refused, a wrong
/// argument).
bool may_restart(const caf::error& cause);

} // namespace status
