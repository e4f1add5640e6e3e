// Shows that the explorer finds what is there, and that it may leave out what
// it leaves out.
#pragma once

namespace status::explore {

/// Prints what was tried. Returns whether all is well.
bool self_test();

} // namespace status::explore
