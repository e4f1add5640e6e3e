/// The interfaces between a watcher and its two loops.
#pragma once

#include "status/actors.hpp"

namespace status {

/// Owns a loop. A loop that ends without this word has crashed.
using loop_owner_actor = shim::typed_actor<
  // The loop's last word, sent as itself.
  caf::result<void>(atom::done, watch_result)>;

/// Keeps what became of the attempts: the holder, the metrics.
using recorder_actor
  = shim::typed_actor<caf::result<void>(atom::record, attempt_record)>;

/// What a watcher says to a loop.
using loop_actor = shim::extend<subscriber_actor,
                                // Ends the loop in order.
                                caf::result<void>(atom::stop, stop_order),
                                // Ends it at once.
                                caf::result<void>(atom::abort),
                                // Writes a checkpoint now. Fails with
                                // `ec::bad_argument` in the logger.
                                caf::result<attempt_record>(atom::save)>;

} // namespace status
