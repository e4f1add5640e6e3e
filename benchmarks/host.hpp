/// The least that an engine needs around it, with a stop watch.
#pragma once

#include <optional>
#include <thread>

#include "measure.hpp"
#include "orders.hpp"
#include "schema_change/engine.hpp"

namespace benchmark {

/// Measures the copy. Does by itself what `watched_host` asks the component to.
class bare_host : public schema_change::host {
public:
  /// @param copy_only ends the run as soon as all rows are copied.
  explicit bare_host(bool copy_only = false) : copy_only_(copy_only) {}

  void advance(status::state next) override {
    if (next == status::state::copy_rows) {
      begin_ = clock::now();
      cpu_begin_ = cpu_seconds();
      thread_begin_ = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    } else if (begin_) {
      copy = seconds_since(*begin_);
      copy_cpu = cpu_seconds() - cpu_begin_;
      thread_cpu = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - thread_begin_;
      begin_.reset();
      if (copy_only_)
        throw schema_change::failure{
          status::ec::cancelled, schema_change::leftovers::resumable, "enough"};
    }
  }

  bool cancelled() const override {
    return false;
  }

  void pause(std::chrono::nanoseconds duration) override {
    std::this_thread::sleep_for(duration);
  }

  void note(schema_change::level, std::string, schema_change::fields) override {
  }

  double copy = 0;       // seconds
  double copy_cpu = 0;   // of the process
  double thread_cpu = 0; // of the thread that copies

private:
  bool copy_only_;
  std::optional<clock::time_point> begin_;
  double cpu_begin_ = 0;
  double thread_begin_ = 0;
};

} // namespace benchmark
