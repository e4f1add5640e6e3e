/// The machine that figures come from.
#pragma once

#include <string>

namespace benchmark {

/// A sentence: processor, cores, memory, system, compiler, load.
std::string describe_machine();

/// The load of the last minute: what else runs disturbs.
double load_of_machine();

} // namespace benchmark
