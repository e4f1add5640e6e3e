/// How a watch ends.
#pragma once

#include <caf/timespan.hpp>

#include <cstdint>
#include <string>

#include "status/messages/checkpoint.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// What ended a watch, or made its loops end.
enum class watch_end : uint8_t {
  past_gate,   // the state passed the gates: nothing left to do
  stopped,     // somebody asked it to stop
  aborted,     // somebody asked it to stop at once
  cancelled,   // somebody cancelled the job through the watcher
  failed,      // a checkpoint could not be written
  task_down,   // the task's actor ended
  holder_down, // the state holder ended
};

STATUS_ENUM(watch_end, watch_end::holder_down)

std::string to_string(watch_end x);

/// The watcher's last word.
struct watch_result {
  watch_end end = watch_end::past_gate;
  caf::error cause;           // empty for expected ends
  attempt_record last;        // the last attempt; `which.id` 0: there was none
  uint64_t skipped_ticks = 0; // came while an attempt was in flight
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, watch_result& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("end", x.end), g.field("cause", x.cause),
                            g.field("last", x.last),
                            g.field("skipped_ticks", x.skipped_ticks));
}

/// How to stop a watch.
struct stop_order {
  bool final_checkpoint = false;
  caf::timespan budget{}; // for the final one; 0 means an attempt's timeout
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, stop_order& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("final_checkpoint", x.final_checkpoint),
                            g.field("budget", x.budget));
}

} // namespace status
