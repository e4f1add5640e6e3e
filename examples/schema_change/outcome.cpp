#include "schema_change/outcome.hpp"

#include <algorithm>
#include <array>

namespace schema_change {

namespace {

using status::ec;

bool has(const outcome& x, ec code) {
  return has_code(x.run.cause, code) || has_code(x.run.last.first_cause, code)
         || (x.job.cause && x.job.cause->code() == code);
}

/// Whether the engine refused to begin what it was asked for.
bool refused(const outcome& x) {
  static constexpr std::array codes{ec::bad_argument, ec::mismatched_alter,
                                    ec::checkpoint_too_old,
                                    ec::binlog_not_found};
  if (!x.job.cause) // not even the engine was asked
    return x.run.outcome == status::run_outcome::failed
           && has(x, ec::bad_argument);
  return x.job.cause->after() == leftovers::untouched
         && std::find(codes.begin(), codes.end(), x.job.cause->code())
              != codes.end();
}

bool disowned(const outcome& x) {
  if (x.job.cause && x.job.cause->after() == leftovers::foreign)
    return true;
  if (has(x, ec::fenced) || has(x, ec::checkpoint_collision))
    return true;
  // During the cut-over the engine, if it could still speak, says where it is.
  return !x.job.cause && has(x, ec::ownership_ambiguous);
}

bool cancelled(const outcome& x) {
  if (x.job.cause && x.job.cause->code() != ec::cancelled)
    return false;
  return x.run.outcome == status::run_outcome::cancelled
         || has_code(x.run.last.first_cause, ec::cancelled);
}

} // namespace

bool passes_by_itself(const failure& x) {
  return x.code() == ec::unavailable
         && (x.after() == leftovers::resumable
             || x.after() == leftovers::old_table);
}

exit_code judge(const outcome& x) {
  if (x.run.outcome == status::run_outcome::succeeded && !x.job.cause)
    return exit_code::finished;
  if (disowned(x))
    return exit_code::unclear;
  if (has(x, ec::could_not_write_checkpoint))
    return exit_code::not_saved;
  if (cancelled(x))
    return x.job.not_saved.empty() ? exit_code::cancelled
                                   : exit_code::not_saved;
  return refused(x) ? exit_code::usage : exit_code::failed;
}

bool safe_to_rerun(exit_code x) {
  return x != exit_code::usage && x != exit_code::unclear;
}

std::string reason(const outcome& x) {
  auto how = judge(x);
  if (how == exit_code::finished)
    return {};
  if (how == exit_code::not_saved) {
    if (!x.job.not_saved.empty())
      return x.job.not_saved;
    return status::to_text(x.run.last.first_cause);
  }
  // Why the engine was cancelled is what a person must know.
  auto overtaken = how == exit_code::unclear && x.job.cause
                   && x.job.cause->code() == ec::cancelled;
  if (x.job.cause && !overtaken)
    return x.job.cause->what();
  return status::to_text(x.run.cause ? x.run.cause : x.run.last.first_cause);
}

} // namespace schema_change
