/// The errors of a watched job, and how they are wrapped and shown.
#pragma once

#include <cstdint>
#include <string>

#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// What went wrong, by what the receiver must do about it. On the wire: append
/// only, `tests/error_test.cpp` pins the numbers. The first four are those of
/// block/spirit v0.11.0.
enum class ec : uint8_t {
  none,                       // reserved by CAF for "no error"
  mismatched_alter,           // the checkpoint is for another statement
  binlog_not_found,           // the change position is gone: start over
  could_not_write_checkpoint, // the run must not go on unsaved
  watermark_not_ready,        // nothing to save yet: retry at the next tick
  checkpoint_too_old,         // resuming would cost more than starting over
  checkpoint_collision,       // another run works on the same table
  cancelled,                  // ended on purpose; no failure
  expired,                    // an answer did not come in time
  fenced,                     // a newer run owns the table: touch nothing
  illegal_transition,         // the lifecycle goes forward only
  past_cut_over,              // too late: the cut-over was granted
  ownership_ambiguous,        // a person must decide, never restart by itself
  bad_argument,               // a value outside its contract: the sender's bug
  task_down,                  // the task's actor ended before its job
  holder_down,                // the state holder ended: nothing can be decided
  unavailable,                // the task could not answer; ask again later
  held,                       // the operator holds the cut-over: ask again
  other_protocol,             // the peer speaks another version: update one
};

STATUS_ENUM(ec, ec::other_protocol)

/// Returns a phrase for people, e.g. `watermark not ready`.
std::string to_string(ec x);

/// Makes an error of code `code` with a text that says what, where and why.
caf::error make_error(ec code, std::string text = {});

/// Makes an error of code `code` that keeps `cause`, whatever its category.
caf::error wrap(ec code, std::string text, const caf::error& cause);

/// Returns the error that `err` wraps, or an empty one.
caf::error cause_of(const caf::error& err);

/// Returns whether `err` or any error that it wraps has the code `code`.
bool has_code(const caf::error& err, ec code);

/// Returns the code of `err` itself, `ec::none` for another category's.
ec code_of(const caf::error& err);

/// Renders `err` with everything it wraps, outermost first, for people:
/// `could not write checkpoint: disk full: ...`.
std::string to_text(const caf::error& err);

} // namespace status

STATUS_ERROR_ENUM(status::ec, "status")
