/// The lifecycle of a job, DESIGN §3. Names and order are those of block/spirit
/// v0.11.0 and are part of the wire format; `tests/state_test.cpp` pins them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// What a job is doing now. Compare states by the gates below, never by number.
enum class state : int32_t {
  initial,
  copy_rows,
  waiting_on_sentinel_table,
  apply_changeset, // first mass apply
  restore_secondary_indexes,
  analyze_table,
  checksum,
  post_checksum, // second mass apply
  cut_over,
  close,
  err_cleanup,
};

STATUS_ENUM(state, state::err_cleanup)

constexpr size_t state_count = 11;

/// Returns the name for people, e.g. `copyRows`; `unknown` for any other
/// number.
std::string to_string(state x);

// -- gates: the only way the code compares states ------------------------------

/// Whether a checkpoint may be written.
constexpr bool may_checkpoint(state x) {
  return x < state::cut_over;
}

/// Whether the status logger runs. It still runs in `cut_over`.
constexpr bool may_log_status(state x) {
  return x <= state::cut_over;
}

/// Whether the checksum's watermark is part of a checkpoint.
constexpr bool has_checksum_watermark(state x) {
  return x >= state::checksum;
}

/// Whether it is too late for checkpoints and cancellation. Also true for
/// `err_cleanup`, where both have lost their meaning.
constexpr bool past_cut_over(state x) {
  return x >= state::cut_over;
}

/// Whether the cut-over was granted: from here on an error is reported, but
/// never undoes it.
constexpr bool cut_over_granted(state x) {
  return x == state::cut_over || x == state::close;
}

/// Whether no transition can follow.
constexpr bool terminal(state x) {
  return x == state::close || x == state::err_cleanup;
}

// -- transitions ---------------------------------------------------------------

/// What the holder does with a request to enter a state.
enum class advance_verdict : uint8_t {
  enter,      // a new state: recorded, timed and broadcast
  stay,       // the same state again: accepted, nothing happens
  note_close, // `close` after `err_cleanup`: only the time is recorded
  refuse,     // answers `ec::illegal_transition`, changes nothing
};

/// Judges a request to go from one state to another: forward only, skipping is
/// normal, `err_cleanup` is entered by failing and never left.
/// @param may_repeat_checksum whether the run declared that `checksum` may
///                            follow `post_checksum`.
advance_verdict judge_advance(state from, state to, bool may_repeat_checksum);

} // namespace status
