#include "status/messages/metrics.hpp"

namespace status {

std::string to_string(phase_outcome x) {
  switch (x) {
    case phase_outcome::succeeded:
      return "succeeded";
    case phase_outcome::failed:
      return "failed";
    case phase_outcome::cancelled:
      return "cancelled";
  }
  return "unknown";
}

phase_outcome outcome_of(const transition& x) {
  if (x.to != state::err_cleanup)
    return phase_outcome::succeeded;
  return has_code(x.cause, ec::cancelled) ? phase_outcome::cancelled
                                          : phase_outcome::failed;
}

} // namespace status
