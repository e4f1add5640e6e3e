/// Many jobs under one watch, DESIGN §4: the interface of a group.
#pragma once

#include "status/actors.hpp"
#include "status/loops.hpp"

// The handles that name a job and its state holder in messages, and what loops
// are told. Append only, as the block in types.hpp, which this keeps clear of.
CAF_BEGIN_TYPE_ID_BLOCK(caf_status_groups, caf::first_custom_type_id + 560)

  CAF_ADD_TYPE_ID(caf_status_groups, (status::task_actor))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::state_holder_actor))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::loop_word))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::loop_order))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::loop_orders))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::loop_end))
  CAF_ADD_TYPE_ID(caf_status_groups, (status::loop_ends))

  CAF_ADD_ATOM(caf_status_groups, status::atom, flush, "flush")

CAF_END_TYPE_ID_BLOCK(caf_status_groups)

namespace status {

/// Watches any number of jobs with three actors, each job by the same rules as
/// one that has a watcher of its own. A job goes by its task; one that the
/// group does not watch, or not any more, is `ec::bad_argument`.
using watch_group_actor = shim::typed_actor<
  // Puts a task under watch, until it is stopped or aborted, or it or its
  // holder has ended. Not idempotent. Fails with `ec::bad_argument` for an
  // invalid handle, or for a task that is watched already.
  caf::result<void>(atom::add, task_actor, state_holder_actor),
  // See `watcher_actor`.
  caf::result<watch_result>(atom::wait, task_actor),
  caf::result<watch_result>(atom::stop, task_actor, stop_order),
  caf::result<watch_result>(atom::abort, task_actor),
  caf::result<verdict>(atom::cancel, task_actor, caf::error),
  caf::result<attempt_record>(atom::save, task_actor),
  caf::result<steering>(atom::steer, task_actor, steering_order)>;

} // namespace status
