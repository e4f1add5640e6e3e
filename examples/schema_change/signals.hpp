/// SIGINT and SIGTERM, in a thread of their own instead of handlers: nothing
/// there has to be async-signal-safe.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace schema_change {

/// Makes the two signals wait for a `signal_watch`. To be called before any
/// thread is started: threads inherit it. SIGPIPE and SIGXFSZ are ignored from
/// then on: a reader of our output that goes away must not end a change, and a
/// file that may not grow is to be said, like a disk that is full.
void hold_signals();

class signal_watch {
public:
  /// Called with the signal's number and how many came, 1 for the first. A call
  /// for the second can come while the first one has not returned.
  using handler = std::function<void(int signal, int count)>;

  explicit signal_watch(handler call);

  signal_watch(const signal_watch&) = delete;

  signal_watch& operator=(const signal_watch&) = delete;

  /// No call after this.
  ~signal_watch();

private:
  void run();

  handler call_;
  std::atomic<bool> leaving_{false};
  std::atomic<bool> calling_{false}; // for the first signal
  std::thread thread_;               // the last member: it uses the others
};

} // namespace schema_change
