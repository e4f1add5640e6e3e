/// Desks, DESIGN §10: reception for many tasks, on a node or for a whole fleet.
/// Everything they say comes from memory; what is asked of a task is passed on.
#pragma once

#include <caf/actor_control_block.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include "status/actors.hpp"
#include "status/messages/desk.hpp"
#include "status/messages/placement.hpp"

namespace status {

/// Answers for the tasks of a node or of many, over the network, too. Tasks go
/// by their names; one that the desk does not know is `ec::bad_argument`, one
/// that it cannot reach now `ec::unavailable`.
using desk_actor = shim::typed_actor<
  // Says who answers. Fails with `ec::other_protocol` for another version than
  // ours.
  caf::result<desk_info>(atom::hello, uint16_t),
  // Returns what is known now, without asking any task; never fails.
  caf::result<task_list>(atom::list, task_filter),
  // Tells the listener all that matches, and from then on what is new; begins
  // anew for one that follows already. What it has `seen` before matches until
  // its end is told, so that no end is missed. With nothing new for 2 s an
  // empty batch says that the desk is alive. A listener that ends, or takes
  // longer than 10 s for a batch, is forgotten. Fails with `ec::bad_argument`
  // for an order that makes no sense.
  caf::result<desk_info>(atom::follow, follow_order, listener_actor),
  // Forgets a listener. A batch that is under way still arrives.
  caf::result<void>(atom::leave, listener_actor),
  // Passed on to the task, see `watcher_actor`. The history of one that has
  // ended is told by its desk, if it was known by then.
  caf::result<progress>(atom::progress, std::string),
  caf::result<attempt_history>(atom::history, std::string),
  caf::result<attempt_record>(atom::save, std::string),
  caf::result<steering>(atom::steer, std::string, steering_order),
  caf::result<verdict>(atom::cancel, std::string, caf::error),
  // Has the task end in order: a final checkpoint, then cancel with this cause.
  // Answers once that has begun; whoever follows sees the end.
  caf::result<void>(atom::stop, std::string, caf::error)>;

/// A job that a desk is to answer for: one of a supervisor, or one that is only
/// watched.
struct desk_job {
  desk_job() = default;

  explicit desk_job(supervisor_actor x) : supervisor(std::move(x)) {
    // nop
  }

  explicit desk_job(watcher_actor x) : watcher(std::move(x)) {
    // nop
  }

  supervisor_actor supervisor; // one of the two
  watcher_actor watcher;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, desk_job& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("supervisor", x.supervisor),
                            g.field("watcher", x.watcher));
}

/// The desk of a node, see `spawn_desk`.
using local_desk_actor = desk_actor::extend_with<shim::typed_actor<
  // Answers for a job from now on, under this name. Fails with
  // `ec::bad_argument` for a name that `check` refuses, a job that is none or
  // both, and while there is a living job of this name.
  caf::result<void>(atom::add, std::string, desk_job)>>;

/// A desk that runners announce themselves to. It follows their desks, so its
/// entries are as new as theirs; it loses nothing that they do not tell again.
using fleet_actor = desk_actor::extend_with<shim::typed_actor<
  // Follows one more desk, a `desk_actor`, until it ends or falls silent.
  // Idempotent. Fails as `hello` does.
  caf::result<void>(atom::announce, desk_info, caf::strong_actor_ptr)>>;

/// A node's desk that takes jobs, too.
using worker_actor = desk_actor::extend_with<shim::typed_actor<
  // Starts a job, which the desk then knows. Answers whether it did: it does
  // not while it has as many as it takes. Fails with `ec::checkpoint_collision`
  // while it runs the job already, else as what makes the job does.
  caf::result<bool>(atom::start, job_order)>>;

/// A fleet that sees to it that each of its jobs is done, on one worker at a
/// time. `cancel` and `stop` of a job that nobody runs now are final, too; a
/// worker that turns up with it later is told.
using placement_actor = fleet_actor::extend_with<shim::typed_actor<
  // Answers once no job is to be started any more.
  caf::result<job_results>(atom::wait)>>;

} // namespace status
