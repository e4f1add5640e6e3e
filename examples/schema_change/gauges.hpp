/// What a run shows of itself: written by its thread, read by any.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "schema_change/checkpoint_store.hpp"
#include "schema_change/engine.hpp"

namespace schema_change {

/// Thread-safe. Nothing here ever waits for the database.
class gauges {
public:
  explicit gauges(std::string table) : table_(std::move(table)) {}

  /// The state that was entered last.
  void enter(status::state x);

  /// The committed state of the run, and whether it began from a checkpoint.
  void reached(const stored_run& x);
  void resumed(bool x);

  void chunk_rows(uint64_t x);
  void pending(uint64_t x);
  void applied(uint64_t changes);
  void repaired(uint64_t rows);
  void cut_over_took(std::chrono::nanoseconds x);
  void old_table(const std::string& name);
  void saved(const std::string& position);

  /// An unfinished change was removed, and with it all that was counted.
  void gave_up();

  /// To be called before another connection of this run commits.
  void commits_aside();

  /// How often that was; who sees such a commit sees it counted.
  uint64_t aside() const;

  /// An empty reason: not throttled.
  void throttled(const std::string& reason, uint16_t permille);

  status::state current() const;

  status::progress progress() const;

  figures numbers() const;

private:
  using clock = std::chrono::steady_clock;

  struct sample {
    clock::time_point when;
    uint64_t rows = 0;
  };

  uint64_t rate() const; // with the mutex held

  mutable std::mutex mutex_;
  const std::string table_;
  status::state state_ = status::state::initial;
  stored_run run_;
  bool resumed_ = false;
  uint64_t aside_ = 0;
  status::throttle throttle_;
  figures figures_;
  clock::time_point copying_since_;
  std::deque<sample> samples_; // of the last seconds
};

} // namespace schema_change
