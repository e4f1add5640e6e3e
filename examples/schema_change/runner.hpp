/// The composition: a supervisor over state holder, task and watcher, a
/// presenter per output, signals. Read the .cpp to see how the component is
/// used.
#pragma once

#include "schema_change/options.hpp"
#include "schema_change/outcome.hpp"

namespace schema_change {

/// Changes the table, shows how it goes, and returns once everything has ended.
/// To be called once, by the only thread of the process.
exit_code run_change(const options& wanted);

} // namespace schema_change
