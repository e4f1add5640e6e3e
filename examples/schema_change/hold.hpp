/// How a run waits for an operator who holds its cut-over.
#pragma once

#include <functional>

#include "schema_change/gauges.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

/// Asks the host for a state from the cut-over on. Returns false if an operator
/// holds it; to be asked again after `wait_while_held`. Throws `failure`.
bool granted(session& on, status::state next);

/// Returns once nobody holds the cut-over any more. Throws when cancelled.
/// @param work is done meanwhile, again and again; returns whether nothing is
/// left to do for now.
void wait_while_held(session& on, gauges& shown,
                     const std::function<bool()>& work);

} // namespace schema_change
