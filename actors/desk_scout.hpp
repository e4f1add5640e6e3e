// The part of a desk that looks after one job, so that one that hangs holds up
// only what is said of itself.
#pragma once

#include "status/desks.hpp"

namespace status::receiving {

/// What supervisors and watchers have in common.
using job_actor
  = shim::typed_actor<caf::result<verdict>(atom::cancel, caf::error),
                      caf::result<snapshot>(atom::subscribe, subscriber_actor),
                      caf::result<void>(atom::leave, subscriber_actor),
                      caf::result<steering>(atom::steer, steering_order),
                      caf::result<attempt_record>(atom::save),
                      caf::result<progress>(atom::progress),
                      caf::result<snapshot>(atom::get),
                      caf::result<attempt_history>(atom::history)>;

/// The desk as its scouts see it; they go by numbers.
using inner_actor
  = shim::extend<local_desk_actor,
                 // A transition, and what was learned since.
                 caf::result<void>(atom::record, uint64_t, transition),
                 caf::result<void>(atom::record, uint64_t, snapshot),
                 caf::result<void>(atom::record, uint64_t, snapshot, progress),
                 caf::result<void>(atom::record, uint64_t, attempt_history),
                 // The job has ended.
                 caf::result<void>(atom::done, uint64_t, run_result),
                 // Nobody can say any more what becomes of the job.
                 caf::result<void>(atom::expire, uint64_t, caf::error),
                 // Tells followers what is new; whether that is urgent.
                 caf::result<void>(atom::tick, bool)>;

/// Lives until its job has ended, or its desk tells it to exit.
using scout_actor
  = shim::typed_actor<caf::result<void>(transition),
                      // Looks at the job, now or every interval.
                      caf::result<void>(atom::get),
                      caf::result<void>(atom::tick)>;

/// How a job has ended whose last state is terminal.
run_result outcome_of(state last, const caf::error& cause);

/// How a job has ended whose supervisor was killed, for all anybody knows.
run_result outcome_of_killed(state last, const caf::error& cause,
                             const caf::error& reason);

scout_actor spawn_scout(caf::actor_system& sys, const inner_actor& desk,
                        uint64_t id, const desk_job& job,
                        caf::timespan interval);

} // namespace status::receiving
