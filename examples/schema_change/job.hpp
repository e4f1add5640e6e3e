/// One run of a schema change as a job: the engine, and the world around it.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>

#include "schema_change/engine.hpp"
#include "schema_change/outcome.hpp"
#include "status/actors/task.hpp"
#include "status/messages/log.hpp"

namespace schema_change {

/// Thread-safe. Lives longer than its engine, which is given up when the run
/// ends, so that the lock on the table is free for the next one.
class job : private host {
public:
  /// @param begin the run waits for it before it does anything.
  job(settings what, status::log_sink_ptr log, std::shared_future<void> begin);

  ~job() override;

  /// Does the whole change. Throws `status::failure`.
  void run(status::job_control& control);

  caf::expected<status::checkpoint> dump(const status::attempt& which);

  /// Stores what operators want. Throws `status::failure` if it cannot be.
  void steer(const status::steering& wanted);

  status::progress progress() const;

  std::string report() const;

  figures numbers() const;

  /// How the run has ended, or where it is.
  job_end ended() const;

private:
  void advance(status::state next) override;

  bool cancelled() const override;

  void pause(std::chrono::nanoseconds duration) override;

  status::steering wanted() const override;

  status::steering restore(const status::steering& stored) override;

  void note(level how, std::string text, fields details) override;

  void close(std::optional<failure> cause);

  const status::log_sink_ptr log_;
  const std::shared_future<void> begin_;
  status::job_control* control_ = nullptr; // of the thread that runs

  // Whoever uses the engine shares it, whoever ends it has it alone.
  mutable std::shared_mutex engine_mutex_;
  std::unique_ptr<engine> engine_;

  mutable std::mutex end_mutex_;
  job_end end_;
  std::optional<status::job_control> world_; // while it runs
};

/// The job as callbacks for `spawn_task`.
status::job_callbacks callbacks_of(const std::shared_ptr<job>& x);

} // namespace schema_change
