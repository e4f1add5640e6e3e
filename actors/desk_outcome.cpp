#include "actors/desk_scout.hpp"

namespace status::receiving {

run_result outcome_of(state last, const caf::error& cause) {
  run_result result;
  if (last == state::close)
    return result;
  result.outcome = has_code(cause, ec::cancelled) ? run_outcome::cancelled
                                                  : run_outcome::failed;
  result.cause = cause;
  return result;
}

run_result outcome_of_killed(state last, const caf::error& cause,
                             const caf::error& reason) {
  if (terminal(last))
    return outcome_of(last, cause);
  if (cut_over_granted(last))
    return outcome_of(last,
                      wrap(ec::ownership_ambiguous,
                           "the supervisor ended during the cut-over", reason));
  return outcome_of(last, wrap(ec::task_down, "the supervisor ended", reason));
}

} // namespace status::receiving
