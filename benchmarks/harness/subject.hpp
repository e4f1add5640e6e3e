/// Who is measured: something that watches tasks.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure.hpp"

namespace benchmark {

/// The two calls that a task gets again and again.
enum class call : size_t { status, checkpoint };

/// How often a task is called.
struct intervals {
  std::chrono::nanoseconds status = std::chrono::seconds{30};
  std::chrono::nanoseconds checkpoint = std::chrono::seconds{50};

  std::chrono::nanoseconds of(call which) const {
    return which == call::status ? status : checkpoint;
  }
};

/// What the tasks have been called for. Each counter has one writer at a time,
/// so that counting costs next to nothing.
class call_book {
public:
  /// @param kept how many calls of each kind have their time kept per task.
  explicit call_book(size_t tasks, size_t kept = 0)
    : kept_(kept), counts_(2 * tasks), times_(2 * tasks * kept) {}

  void note(size_t task, call which) noexcept {
    auto slot = 2 * task + static_cast<size_t>(which);
    auto count = counts_[slot].load(std::memory_order_relaxed);
    if (count < kept_)
      times_[slot * kept_ + count] = clock::now();
    counts_[slot].store(count + 1, std::memory_order_release);
  }

  size_t count(size_t task, call which) const noexcept {
    return counts_[2 * task + static_cast<size_t>(which)].load(
      std::memory_order_acquire);
  }

  /// When the call number `i` came, which must have been kept.
  clock::time_point when(size_t task, call which, size_t i) const noexcept {
    return times_[(2 * task + static_cast<size_t>(which)) * kept_ + i];
  }

  size_t kept() const noexcept {
    return kept_;
  }

  size_t total() const noexcept {
    size_t result = 0;
    for (const auto& x : counts_)
      result += x.load(std::memory_order_relaxed);
    return result;
  }

  /// Whether each task had each call.
  bool complete() const noexcept {
    return std::all_of(counts_.begin(), counts_.end(),
                       [](const auto& x) { return x > 0; });
  }

private:
  size_t kept_;
  std::vector<std::atomic<uint32_t>> counts_;
  std::vector<clock::time_point> times_;
};

/// Watches tasks that are numbered from 0. Everything is called by one thread.
class subject {
public:
  virtual ~subject() = default;

  /// Makes the tasks, the user's own part. They note their calls in the book.
  virtual void make_tasks(size_t n, call_book& book) = 0;

  /// From now on a task that is started is called this often.
  virtual void call_every(intervals x) = 0;

  /// Makes what holds the state of a task, if that is something of its own.
  virtual void hold(size_t) {}

  virtual void start(size_t i) = 0;

  virtual void stop(size_t i) = 0;

  /// Ends what `hold` has made.
  virtual void release(size_t) {}

  /// Waits for the tasks that are being started or stopped.
  virtual void settle() = 0;
};

/// Measures what the command line says, see the .cpp files.
int run(int argc, char** argv, subject& who);

} // namespace benchmark
