/// Checks a watch's options and fills in what depends on others.
#pragma once

#include <caf/expected.hpp>

#include "status/actors/watcher.hpp"

namespace status {

/// Returns the options with every 0 that means "derived" replaced. Fails with
/// `ec::bad_argument`, naming the option.
caf::expected<watch_options> resolve(watch_options options);

} // namespace status
