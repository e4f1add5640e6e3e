/// Progress as data, DESIGN §8: what a terminal, a web page or another program
/// shows without parsing a log.
#pragma once

#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "status/messages/state.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// How far one table is. Rows can exceed the estimate.
struct table_progress {
  std::string table;
  uint64_t rows_copied = 0;
  uint64_t rows_expected = 0;
  bool complete = false;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, table_progress& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("table", x.table), g.field("rows_copied", x.rows_copied),
    g.field("rows_expected", x.rows_expected), g.field("complete", x.complete));
}

enum class eta_kind : uint8_t {
  none,      // nothing is being copied
  measuring, // too early to say
  ready,     // `left` holds the time left
  due,       // nearly done
};

STATUS_ENUM(eta_kind, eta_kind::due)

/// The estimated time left.
struct eta {
  eta_kind kind = eta_kind::none;
  caf::timespan left{}; // only for `ready`
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, eta& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("kind", x.kind), g.field("left", x.left));
}

/// Estimates the time left of a copy.
/// @param rows_per_second the current rate, 0 if unknown.
/// @param age             how long the copy has been running.
eta estimate_eta(uint64_t rows_copied, uint64_t rows_expected,
                 uint64_t rows_per_second, caf::timespan age);

/// Whether and why the job holds itself back.
struct throttle {
  bool throttled = false;
  std::string reason;       // for people; empty while not throttled
  uint16_t utilization = 0; // of the worst signal, in permille; 0 is unknown
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, throttle& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("throttled", x.throttled),
                            g.field("reason", x.reason),
                            g.field("utilization", x.utilization));
}

/// A job's progress. Taking it has no side effect, and all fields speak of the
/// same moment.
struct progress {
  state current = state::initial;
  std::string summary; // one line, e.g. `12.5% copyRows ETA 1h30m0s`
  std::vector<table_progress> tables;
  eta remaining;
  throttle throttling;
  uint64_t rows_checked = 0;  // by the checksum
  uint64_t rows_to_check = 0; // 0 if there is none
  bool resumed = false;       // whether it began from a checkpoint
  uint32_t run = 1;           // 1 for the first start, more after restarts
  caf::timestamp taken{};     // wall clock
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, progress& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("current", x.current), g.field("summary", x.summary),
    g.field("tables", x.tables), g.field("remaining", x.remaining),
    g.field("throttling", x.throttling),
    g.field("rows_checked", x.rows_checked),
    g.field("rows_to_check", x.rows_to_check), g.field("resumed", x.resumed),
    g.field("run", x.run), g.field("taken", x.taken));
}

/// The rows of all tables together. Sums that do not fit stay at the maximum.
struct copy_totals {
  uint64_t rows_copied = 0;
  uint64_t rows_expected = 0;
};

copy_totals totals(const progress& x);

} // namespace status
