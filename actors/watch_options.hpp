/// Checks a watch's options and fills in what depends on others.
#pragma once

#include <caf/expected.hpp>
#include <caf/timespan.hpp>

#include <chrono>

#include "status/actors/watcher.hpp"

namespace status {

/// Of what an option may say: beyond this, sums of times could overflow.
constexpr caf::timespan longest_time = std::chrono::hours{24 * 365 * 10};

/// Returns the options with every 0 that means "derived" replaced. Fails with
/// `ec::bad_argument`, naming the option.
caf::expected<watch_options> resolve(watch_options options);

} // namespace status
