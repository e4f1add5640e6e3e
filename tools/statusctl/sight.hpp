/// A task as it is seen from here, in words. Pure. Texts of others are made
/// printable.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "status/messages/desk.hpp"

namespace statusctl {

/// A connection that is lost.
struct loss {
  std::chrono::nanoseconds since{}; // how long ago
  std::string why;
  std::optional<std::chrono::nanoseconds> retry_in;
};

/// All that is known of a task at one moment.
struct sight {
  status::task_entry entry;
  std::chrono::nanoseconds later{};        // how old the entry is
  std::optional<uint64_t> rows_per_second; // nothing: unknown
  std::vector<uint64_t> rates;             // the last ones, oldest first
  std::optional<loss> lost;                // our own connection
};

/// Sees what a desk has said.
/// @param held how long ago that was.
sight see(const status::task_entry& x, caf::timestamp now,
          std::chrono::nanoseconds held = {});

/// Whether nobody can say what the task is doing now.
bool is_lost(const sight& x);

/// How long that has been so.
std::chrono::nanoseconds lost_for(const sight& x);

/// Returns `copyRows`, or how it ended: `finished`, `failed`, `cancelled`.
std::string state_text(const status::task_entry& x);

/// Whether no table has rows left to be copied.
bool copied_all(const status::progress& x);

/// Returns `37.41%`, or nothing if there are no rows.
std::string done_text(const status::progress& x);

/// Returns `62.10%`, `done` for what is complete.
std::string done_text(const status::table_progress& x);

/// Returns `12,345 / ~20,000`.
std::string rows_text(uint64_t done, uint64_t expected);

/// Adds times; peers can send any, so it never overflows, and negative ones
/// count as 0.
std::chrono::nanoseconds sum(std::chrono::nanoseconds x,
                             std::chrono::nanoseconds y);

/// How old the last checkpoint is, if there is one.
std::chrono::nanoseconds checkpoint_age(const sight& x);

/// Returns `20s ago`, or `never`.
std::string checkpoint_age_text(const sight& x);

/// How long the job has been running, and in its state.
std::chrono::nanoseconds running_for(const sight& x);
std::chrono::nanoseconds in_state_for(const sight& x);

/// Whether an operator or the job itself holds it back, and why.
std::string wait_text(const status::task_entry& x);

/// Why it failed or was cancelled, perhaps empty.
std::string cause_text(const status::task_entry& x);

/// What matters most besides the numbers, in one line, perhaps empty.
std::string note_text(const sight& x);

/// Returns `2026-11-22T09:14:02Z`.
std::string time_text(caf::timestamp x);

/// The exit code of a task that has ended.
int exit_code_of(const status::task_entry& x);

} // namespace statusctl
