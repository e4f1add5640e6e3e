/// A hook for metrics. The component does not know how they are exposed.
#pragma once

#include <caf/timespan.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "status/messages/checkpoint.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/snapshot.hpp"

namespace status {

/// How a phase ended.
enum class phase_outcome : uint8_t { succeeded, failed, cancelled };

std::string to_string(phase_outcome x);

/// The outcome of the phase that `x` ends.
phase_outcome outcome_of(const transition& x);

/// Receives what happens in a watch. Calls come one at a time, also from
/// several watches, from threads that do nothing else, so a sink may be slow;
/// what it throws is swallowed. A watch without a sink spends nothing on
/// metrics.
class metrics_sink {
public:
  virtual ~metrics_sink() = default;

  /// The job changed its state. Told from the first change of the epoch on, as
  /// far as the state holder still knows them.
  virtual void on_transition(const transition&) {}

  /// A phase ended after `duration`.
  virtual void on_phase(state /*phase*/, caf::timespan /*duration*/,
                        phase_outcome /*outcome*/) {}

  /// An attempt to write a checkpoint ended.
  virtual void on_attempt(const attempt_record&) {}

  /// The rows of all tables, asked of the task once per status interval.
  virtual void on_copy_totals(const copy_totals&) {}

  /// Calls `f` while nobody else calls the sink through this function, as the
  /// component does.
  template <class F>
  void alone(F&& f) {
    std::lock_guard guard{mutex_};
    std::forward<F>(f)();
  }

private:
  std::mutex mutex_;
};

using metrics_sink_ptr = std::shared_ptr<metrics_sink>;

} // namespace status
