/// Checkpoints and the attempts to write them, DESIGN §5.
#pragma once

#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "status/messages/error.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// Identifies one try to write a checkpoint. A store that refuses anything
/// older than the (epoch, id) it has seen is safe from late writers.
struct attempt {
  uint64_t epoch = 0; // of the state holder
  uint64_t id = 0;    // from 1, never repeats in an epoch; 0 means none

  friend bool operator==(const attempt& x, const attempt& y) {
    return x.epoch == y.epoch && x.id == y.id;
  }
  friend bool operator<(const attempt& x, const attempt& y) {
    return x.epoch != y.epoch ? x.epoch < y.epoch : x.id < y.id;
  }
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, attempt& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("epoch", x.epoch), g.field("id", x.id));
}

/// What the task answers once a checkpoint is durable.
struct checkpoint {
  std::string position; // for people, e.g. `binlog.000123:41909012`
  uint64_t size = 0;    // bytes, 0 if unknown
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, checkpoint& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("position", x.position),
                            g.field("size", x.size));
}

/// How an attempt ended.
enum class attempt_result : uint8_t {
  ok,        // durable
  not_ready, // nothing to save yet
  failed,    // the task answered an error
  expired,   // no answer in time
  late,      // answered after it had expired; otherwise ignored
  dropped,   // ended by stop, cancel or the cut-over: its error means nothing
};

STATUS_ENUM(attempt_result, attempt_result::dropped)

std::string to_string(attempt_result x);

/// One attempt, as the state holder keeps it.
struct attempt_record {
  attempt which;
  attempt_result result = attempt_result::ok;
  caf::timestamp ended{};   // wall clock, for display
  caf::timespan duration{}; // from asking the task to its answer
  checkpoint saved;         // meaningful for `ok` and a successful `late`
  caf::error cause;         // why it was not `ok`
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, attempt_record& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("which", x.which), g.field("result", x.result),
    g.field("ended", x.ended), g.field("duration", x.duration),
    g.field("saved", x.saved), g.field("cause", x.cause));
}

/// The last attempts, oldest first.
struct attempt_history {
  static constexpr size_t capacity = 10;

  std::vector<attempt_record> attempts;
  uint64_t succeeded = 0; // in this epoch
  uint64_t failed = 0;    // in this epoch; `failed` and `expired`
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, attempt_history& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("attempts", x.attempts),
                            g.field("succeeded", x.succeeded),
                            g.field("failed", x.failed));
}

/// Counts an attempt that has ended so.
void count(attempt_history& history, attempt_result x);

/// Counts and adds `x`, and forgets the oldest beyond the capacity.
void add(attempt_history& history, attempt_record x);

/// The age of something stored at `written`, by the wall clock.
struct stored_age {
  caf::timespan age{};
  bool in_future = false; // clocks went back: the age counts as 0, warn
};

stored_age age_of(caf::timestamp written, caf::timestamp now);

} // namespace status
