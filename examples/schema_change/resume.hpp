/// What must hold before a run goes on with what another one has left. All
/// throw `failure`, and nothing is touched then.
#pragma once

#include <string>

#include "schema_change/session.hpp"

namespace schema_change {

/// Whether the cut-over of a run is done. What was done once is done for good,
/// whatever else is wanted now.
bool swapped(const session& on, const stored_run& x);

/// Throws unless the checkpoint is what was written.
void check_readable(const session& on, const stored_run& found);

/// Throws unless the table is as it was, the same is wanted, and the checkpoint
/// is young enough.
void check_resumable(const session& on, const stored_run& found,
                     const std::string& wanted);

/// Throws unless copy and change log are where the checkpoint says. `on.what`
/// must be planned.
void check_log(const session& on, const stored_run& found);

} // namespace schema_change
