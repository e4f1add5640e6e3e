// A TCP connection of which every step has an end: one deadline for all.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "status/net/endpoint.hpp"
#include "status/net/probe.hpp"

struct addrinfo;

namespace status::net {

class line {
public:
  using clock = std::chrono::steady_clock;

  /// @param given_up once this is set, every step ends soon as if it had taken
  ///                 too long; none if that never happens.
  explicit line(clock::time_point deadline,
                const std::atomic<bool>* given_up = nullptr)
    : deadline_(deadline), given_up_(given_up) {}
  line(const line&) = delete;
  line& operator=(const line&) = delete;
  ~line();

  /// Connects to the first address of the host that answers.
  probe_result open(const endpoint& where);

  /// Appends what has come, and waits if there is nothing yet.
  probe_result receive(std::string& to);

  /// Waits until there is something to read, or room to write.
  bool wait_to_read() const;
  bool wait_to_write() const;

  int socket() const {
    return fd_;
  }

  /// Gives the socket away.
  int release() {
    return std::exchange(fd_, -1);
  }

  /// The address that has answered, or the last one that has not.
  const std::string& address() const {
    return address_;
  }

private:
  probe_result connect(const addrinfo& to, clock::time_point deadline);

  // Waits for events of poll.
  bool wait(short events, clock::time_point deadline) const;

  void close();

  clock::time_point deadline_;
  const std::atomic<bool>* given_up_;
  int fd_ = -1;
  std::string address_;
};

} // namespace status::net
