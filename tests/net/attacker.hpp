// Those who mean harm, and those who must be served meanwhile.
#pragma once

#include "node.hpp"
#include "process.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace status::net::test {

/// Sockets that are closed with this object.
class sockets {
public:
  sockets() = default;
  sockets(const sockets&) = delete;
  sockets& operator=(const sockets&) = delete;
  ~sockets();

  /// Connects to a port on loopback from another address than everybody else,
  /// so that the attacker is somebody. Returns the socket.
  int connect(const endpoint& where);

  /// Closes the last one with a reset.
  void reset_last();
  void close_last();

  /// Sends the same to all.
  void send_all(const std::string& words) const;

  size_t size() const {
    return all_.size();
  }

  /// How many connections the other side has not ended.
  size_t still_open() const;

  /// Waits until the other side has ended them all. Returns how long it took.
  std::chrono::milliseconds wait_for_end() const;

private:
  std::vector<int> all_;
};

/// Sends as much of `words` as the system takes at once, and no signal if the
/// other side has hung up.
void send_to(int fd, const std::string& words);

/// What a client of ours says first.
std::string client_hello();

/// Numbers that look random and are the same in each run.
class dice {
public:
  uint32_t operator()(uint32_t below);
  std::string bytes(size_t size);

private:
  uint32_t last_ = 1;
};

/// Asks a node all the time, over a connection and over new ones, and notes how
/// long that takes.
class customer {
public:
  explicit customer(const endpoint& where);
  customer(const customer&) = delete;
  customer& operator=(const customer&) = delete;
  ~customer();

  /// Ends. Everything must have been answered within `limit`.
  void check_was_served(std::chrono::milliseconds limit);

private:
  using clock = std::chrono::steady_clock;

  struct figures {
    size_t count = 0;
    clock::duration slowest{0};
    std::string failure;

    void add(clock::duration took);
  };

  void run();
  void stop();
  void ask();
  void come_again();

  endpoint where_;
  node client_{certificates::ours()["client"], tls_use::connect};
  desk_actor desk_;
  figures answers_;
  figures arrivals_;
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

} // namespace status::net::test
