/// All that the checkpoint dumper knows of its task.
#pragma once

#include <caf/actor_clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "status/messages/checkpoint.hpp"
#include "status/messages/state.hpp"
#include "status/messages/watch.hpp"

namespace status::dumper {

using time_point = caf::actor_clock::time_point;

// A final checkpoint's budget comes in a message, from anywhere.
constexpr caf::timespan longest_budget = std::chrono::hours{24};

struct options {
  caf::timespan interval{0}; // 0: no ticks
  caf::timespan timeout{0};
  caf::timespan first{0}; // 0: after one interval
  caf::timespan min_pause{0};
  size_t tolerated_failures = 0;
  caf::timespan stale_after{0}; // 0: never
  bool cancel_when_stale = false;
  bool store_fences = false;
  bool speaks = true; // else nobody reads what it writes
};

enum class phase : uint8_t {
  starting, // the state is not known yet
  running,
  judging, // asked whether the run fails
  ended,
};

struct flight {
  uint64_t id = 0;
  time_point started;
  time_point deadline;
  bool final = false;
};

/// Outlives a crash of the loop: its successor goes on with the same record, so
/// that ids never repeat and two attempts never overlap.
struct record {
  const options* opts = nullptr; // those of all
  phase now = phase::starting;
  state current = state::initial;
  bool first_due = false; // the early attempt has not come yet
  bool demanded = false;  // somebody waits for an attempt that begins later
  bool stale = false;     // said so
  uint64_t epoch = 0;
  time_point origin;    // of the grid
  uint64_t next_id = 1; // of the next attempt
  std::optional<flight> in_flight;
  std::vector<uint64_t> expired; // attempts that may still write
  std::optional<time_point> last_end;
  std::optional<stop_order> stopping;
  size_t failures = 0; // in a row
  std::optional<time_point> not_ready_since;
  caf::error charge; // what the run is to fail with, while judging
  std::unique_ptr<attempt_record> pending; // its attempt, not settled yet
  std::unique_ptr<attempt_record> last;    // that was settled
  uint64_t skipped = 0;
};

/// Makes the record of a loop that begins at `origin`.
/// @param opts must outlive the record.
record begin(const options& opts, time_point origin);

/// Makes it the record of a loop that replaces one that crashed. An attempt in
/// flight stays there until its deadline: nobody will hear its answer.
void resume(record& self);

} // namespace status::dumper
