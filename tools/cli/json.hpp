/// What the objects of docs/JSON.md have in common. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "status/messages/checkpoint.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/snapshot.hpp"

namespace cli::json {

using object = nlohmann::ordered_json;

/// Begins an object: the name of its kind, and a time.
object begin(const char* schema, caf::timestamp when);

/// Returns one line without its newline. Texts can be any bytes; none of them
/// steers a terminal.
std::string text(const object& x);

/// Returns `2026-11-22T09:14:02.250Z`.
std::string utc(caf::timestamp when);

/// Returns seconds, in whole milliseconds.
double seconds(std::chrono::nanoseconds x);

/// Unknown is null, and 0 means unknown.
object count_or_null(uint64_t x);

object text_or_null(const std::string& x);

/// Returns code and text, or null for an empty error.
object error_or_null(const caf::error& x);

/// Adds the fields `eta`, `eta_seconds`, `throttled`, `throttle_reason`,
/// `rows_checked` and `rows_to_check`.
void add_work(object& to, const status::progress& x);

/// Adds the fields `paused` and `held`: who, why and since when, or null.
void add_wanted(object& to, const status::steering& x);

/// Returns the last checkpoint: time, age and position, or null.
object last_checkpoint(const status::snapshot& x);

/// Adds what says of a transition what it is.
void add_transition(object& to, const status::transition& x);

/// Adds what says of an attempt what it is.
void add_attempt(object& to, const status::attempt_record& x);

} // namespace cli::json
