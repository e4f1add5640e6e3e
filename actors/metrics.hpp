/// Carries what happens in a watch to a metrics sink, on a thread of its own.
#pragma once

#include "actors/loops.hpp"
#include "status/messages/log.hpp"
#include "status/messages/metrics.hpp"

namespace status {

using metrics_actor
  = shim::extend<subscriber_actor,
                 caf::result<void>(atom::record, attempt_record)>;

/// Answers for the task, so that nobody asks the task itself after a stop.
using progress_actor = shim::typed_actor<caf::result<progress>(atom::progress)>;

/// Ends with `source`; everything that was sent before still reaches the sink.
/// @param interval between two questions for the copy totals; 0: never.
metrics_actor spawn_metrics(caf::actor_system& sys, metrics_sink_ptr sink,
                            const progress_actor& source,
                            const state_holder_actor& holder,
                            caf::timespan interval, log_sink_ptr log);

} // namespace status
