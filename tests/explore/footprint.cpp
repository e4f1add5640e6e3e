#include "explore/footprint.hpp"

#include <algorithm>

namespace status::explore {

namespace {

bool is_run_of(const footprint& x, uint64_t actor) {
  return x.what.kind == step_kind::run && x.what.which == actor;
}

/// Whether a message of `x` meets what `y` does. One that is put behind the
/// message that an actor is about to handle does not, unless it overtakes.
bool meets(const footprint& x, const footprint& y) {
  return std::any_of(
    x.delivered.begin(), x.delivered.end(), [&y](const delivery& a) {
      return (a.urgent && is_run_of(y, a.to))
             || std::any_of(y.delivered.begin(), y.delivered.end(),
                            [&a](const delivery& b) { return a.to == b.to; });
    });
}

bool is_timer(const footprint& x) {
  return x.what.kind == step_kind::timer;
}

} // namespace

bool commute(const footprint& x, const footprint& y) {
  if (x.exclusive || y.exclusive || x.what == y.what)
    return false;
  if (meets(x, y) || meets(y, x))
    return false;
  if (is_timer(x) && is_timer(y)) // both are due now: the same moment
    return true;
  if ((is_timer(x) && y.timed) || (is_timer(y) && x.timed))
    return false;
  // Timers of one receiver that are due together fire as they were armed.
  return std::none_of(x.armed.begin(), x.armed.end(), [&y](const auto& timer) {
    return std::find(y.armed.begin(), y.armed.end(), timer) != y.armed.end();
  });
}

} // namespace status::explore
