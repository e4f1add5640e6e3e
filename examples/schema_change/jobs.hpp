/// The runs of one change: a supervisor may start it more than once.
#pragma once

#include <future>
#include <memory>
#include <mutex>

#include "schema_change/job.hpp"
#include "status/actors/supervisor.hpp"

namespace schema_change {

/// Makes a job per run and knows the last one. Thread-safe.
class jobs {
public:
  jobs(const settings& what, status::log_sink_ptr log);

  /// Lets the first run begin: everybody is watching. To be called once.
  void begin();

  std::shared_ptr<job> next(const status::run_info& info);

  /// The last one that was made, null if there is none.
  std::shared_ptr<job> last() const;

  /// Whether the last job failed in a way that another start can mend.
  bool can_help() const;

private:
  const settings what_;
  const status::log_sink_ptr log_;
  std::promise<void> begin_;
  std::shared_future<void> begun_;
  mutable std::mutex mutex_;
  std::shared_ptr<job> last_;
};

} // namespace schema_change
