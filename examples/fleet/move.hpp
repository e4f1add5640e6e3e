/// Moves one shard from one database to another while it is written to.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleet/destination.hpp"
#include "fleet/gauges.hpp"
#include "fleet/host.hpp"
#include "fleet/source.hpp"
#include "schema_change/pacer.hpp"

namespace fleet {

struct move_settings {
  std::string from; // paths
  std::string to;
  uint64_t epoch = 1; // higher than any that was there before
  std::chrono::milliseconds chunk_time{50};
  uint64_t most_rows = 100'000; // of a chunk
  uint64_t rows_per_second = 0; // 0: as fast as it goes
};

/// So few changes are applied while writers wait.
constexpr uint64_t few_changes = 200;

/// One run of a move. To be used by one thread.
class move {
public:
  move(move_settings what, host& world, gauges& shown);

  /// Does all of it, from where the run before was. Throws `status::failure`:
  /// `ec::fenced` as soon as another run has taken over, nothing is written
  /// then.
  void run();

private:
  using clock = std::chrono::steady_clock;

  void begin();
  void check_fence();
  void check_steering();
  void copy(size_t number);
  void between(uint64_t rows, std::chrono::nanoseconds took);
  void wait_while_paused();

  // -- the log, in move_changes.cpp ----------------------------------------------

  uint64_t pending();
  bool apply_some(owned& into);
  void catch_up();
  void drain(owned& into);

  // -- before the end, in move_check.cpp -----------------------------------------

  void make_indexes();
  void check_all();
  uint64_t check_chunk(size_t number);

  // -- the cut-over, in move_end.cpp ---------------------------------------------

  void cut_over();
  bool try_cut_over();
  bool grant();
  void wait_while_held();
  void complete(owned& into);

  move_settings what_;
  host& world_;
  gauges& shown_;
  std::optional<source> from_;
  std::optional<destination> to_;
  shard shard_;
  position at_; // as of the last commit
  schema_change::chunk_size chunk_;
  bool granted_ = false; // the cut-over
  bool done_ = false;    // by a run before
};

} // namespace fleet
