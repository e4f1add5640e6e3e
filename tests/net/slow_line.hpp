// A line that takes its time: whatever goes in comes out later.
#pragma once

#include "places.hpp"

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace status::net::test {

/// Passes connections on to a port on loopback, `delay` later each way.
class slow_line {
public:
  slow_line(const endpoint& to, std::chrono::milliseconds delay);
  slow_line(const slow_line&) = delete;
  slow_line& operator=(const slow_line&) = delete;
  ~slow_line();

  endpoint where() const {
    return listener_.where();
  }

  /// Ends all connections, and each new one at once.
  void cut();

  /// Lets connections be made again.
  void mend();

private:
  void accept();

  listener listener_;
  uint16_t to_;
  std::chrono::milliseconds delay_;
  std::mutex mutex_;
  bool ended_ = false;
  bool cut_ = false;
  std::vector<int> sockets_;
  std::vector<std::thread> carriers_;
  std::thread acceptor_;
};

} // namespace status::net::test
