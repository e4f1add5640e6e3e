/// The state of this process, as Linux has it.
#pragma once

#include <cstddef>

namespace benchmark {

/// The memory of this process that is in use, in bytes.
size_t resident();

/// Returns once every other thread sleeps, and stays asleep. What it takes
/// itself is not counted by `cpu_without_waiting`.
/// @returns false if that has not come within a minute.
bool wait_until_quiet();

/// The CPU time of this process but for `wait_until_quiet`, in seconds.
double cpu_without_waiting();

} // namespace benchmark
