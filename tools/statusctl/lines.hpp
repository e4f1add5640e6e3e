/// A watch as lines of text, for pipes, and for what scrolls by on a terminal.
/// Pure; no newlines.
#pragma once

#include <string>

#include "statusctl/following.hpp"

namespace statusctl {

/// Returns what a task is doing: `add_email copyRows 37.41% rows=...`.
std::string report_line(const sight& x);

/// Returns what has happened: `add_email checksum begins, copyRows took 3m`.
std::string event_line(const event& x, caf::timestamp now);

/// Returns when it has happened: what is told late, since it was missed or came
/// before a watch began, did not happen now.
caf::timestamp time_of(const event& x, caf::timestamp now);

/// Returns how a task has ended, for the last word.
std::string ending(const status::task_entry& x);

} // namespace statusctl
