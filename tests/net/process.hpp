// Another process with a node, which can be frozen and killed.
#pragma once

#include "places.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>

namespace status::net::test {

/// Runs the program `net_peer`. Ends with this object, whatever happens.
class process {
public:
  /// @param role  what it serves: echo, fleet or runner.
  /// @param port  where; 0: any free one.
  /// @param fleet where a runner announces itself; 0: nowhere.
  explicit process(const tls_files& files, const std::string& role = "echo",
                   uint16_t port = 0, uint16_t fleet = 0);
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  /// Where its desk is served.
  const endpoint& where() const {
    return where_;
  }

  void send_signal(int which) const;

  /// Kills it and waits until it has ended.
  void kill();

  /// Has a runner do something; fails the test if it cannot.
  void tell(const std::string& order);

  /// Whether it has not ended.
  bool runs() const;

  /// How many bytes it has in memory.
  size_t memory() const;

private:
  std::string read_line();

  pid_t pid_ = -1;
  int to_ = -1;   // what it reads; once this is closed, it ends
  int from_ = -1; // what it writes
  std::string read_;
  endpoint where_{"127.0.0.1", 0};
};

} // namespace status::net::test
