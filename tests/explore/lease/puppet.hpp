// Blocking code that goes on only when a schedule says so.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace status::explore {

/// Somebody with a thread of their own that runs while nobody else does: from
/// one pause to the next, each time that `go` is called.
class puppet {
public:
  explicit puppet(std::string name) : name(std::move(name)) {
    // nop
  }

  puppet(const puppet&) = delete;
  puppet& operator=(const puppet&) = delete;

  ~puppet();

  /// Begins with a pause. What `body` throws must not leave it.
  void start(std::function<void()> body);

  /// Lets it go on to its next pause, or to its end.
  void go();

  /// Lets it run to its end.
  void finish();

  bool done() const {
    return done_;
  }

  /// What it does next.
  const std::string& next() const {
    return next_;
  }

  /// Whose thread this is, if it is one of a puppet.
  static puppet* current();

  /// Called in its thread, before it does something.
  void pause(std::string before);

  const std::string name;

private:
  std::mutex mutex_;
  std::condition_variable turn_;
  bool its_turn_ = false;
  bool done_ = true;
  bool free_ = false; // goes on without a pause
  std::string next_;
  std::thread thread_;
};

} // namespace status::explore
