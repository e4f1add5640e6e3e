/// The command watch.
#pragma once

#include "statusctl/commands.hpp"

namespace statusctl {

/// Shows what is wanted until it ends or is left. Returns the exit code: of the
/// task's outcome if there is a task. Throws `trouble`. SIGINT and SIGTERM have
/// to wait for `signals`, see there.
int watch(const options& wanted, const terminals& to);

} // namespace statusctl
