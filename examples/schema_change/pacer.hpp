/// How fast a run may go: the size of its chunks, and the pauses between them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "schema_change/gauges.hpp"
#include "schema_change/host.hpp"
#include "schema_change/settings.hpp"

namespace schema_change {

class connection;

/// Measures one chunk.
class stopwatch {
public:
  /// To be called right before the commit.
  void worked();

  /// How long it took, for the next one's size, see `effort_of`.
  std::chrono::nanoseconds effort() const;

  std::chrono::nanoseconds elapsed() const;

private:
  using clock = std::chrono::steady_clock;

  clock::time_point begin_ = clock::now();
  clock::time_point worked_ = begin_;
};

/// How long a chunk counts as: its work, or half of it all if the commit took
/// longer, but four times the work at most. A disk that is slow to commit even
/// a little must not make the chunks ever smaller.
std::chrono::nanoseconds effort_of(std::chrono::nanoseconds work,
                                   std::chrono::nanoseconds all);

/// The number of rows of a chunk, by how long the last one took.
class chunk_size {
public:
  explicit chunk_size(std::chrono::nanoseconds target,
                      uint64_t most = 1'000'000)
    : target_(target), most_(most) {}

  uint64_t rows() const {
    return rows_;
  }

  /// Grows by half at most, shrinks at once.
  void took(uint64_t rows, std::chrono::nanoseconds time);

private:
  std::chrono::nanoseconds target_;
  uint64_t most_;
  uint64_t rows_ = 500;
};

/// Holds the run back between two transactions.
class pacer {
public:
  pacer(const settings& what, host& world, gauges& shown)
    : what_(what), world_(world), shown_(shown) {}

  /// The most rows that a chunk may have without overshooting the rate.
  uint64_t most_rows() const;

  /// To be called outside of transactions, after each one. Gives waiting
  /// writers their turn, keeps the rate, and waits while paused. Returns early
  /// when the host is cancelled.
  void between(connection& db, uint64_t rows, std::chrono::nanoseconds took);

  /// Waits as long as an operator pauses the run, or the pause file exists. To
  /// be called before whatever costs others something. Returns early when the
  /// host is cancelled.
  void wait_while_paused();

private:
  using clock = std::chrono::steady_clock;

  void give_way(connection& db, std::chrono::nanoseconds took);

  void keep_rate(uint64_t rows, std::chrono::nanoseconds took);

  std::string why_paused() const;

  const settings& what_;
  host& world_;
  gauges& shown_;
  int64_t data_version_ = -1;
  uint64_t aside_ = 0;
  bool ours_ = false; // the next commit of another connection
  clock::time_point writers_until_;
  clock::time_point next_long_gap_ = clock::now() + std::chrono::seconds{1};
};

} // namespace schema_change
