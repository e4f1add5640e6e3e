/// Carries what happens in a watch to a metrics sink, on a thread of its own.
#pragma once

#include "actors/loops.hpp"
#include "status/messages/log.hpp"
#include "status/messages/metrics.hpp"

namespace status {

/// Everything that was sent before the stop still reaches the sink.
using metrics_actor
  = shim::extend<subscriber_actor,
                 caf::result<void>(atom::record, attempt_record),
                 caf::result<void>(atom::stop)>;

/// @param interval between two questions for the copy totals; 0: never.
metrics_actor spawn_metrics(caf::actor_system& sys, metrics_sink_ptr sink,
                            const task_actor& task,
                            const state_holder_actor& holder,
                            caf::timespan interval, log_sink_ptr log);

} // namespace status
