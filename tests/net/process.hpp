// Another process with a node, which can be frozen and killed.
#pragma once

#include "places.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace status::net::test {

/// Runs a program that obeys lines. Ends with this object, whatever happens.
class program {
public:
  explicit program(std::vector<std::string> words);
  program(const program&) = delete;
  program& operator=(const program&) = delete;
  ~program();

  void send_signal(int which) const;

  /// Kills it and waits until it has ended.
  void kill();

  /// Has it do something; fails the test if it cannot.
  void tell(const std::string& order);

  /// Whether it has not ended.
  bool runs() const;

  /// How many bytes it has in memory.
  size_t memory() const;

  std::string read_line();

private:
  pid_t pid_ = -1;
  int to_ = -1;   // what it reads; once this is closed, it ends
  int from_ = -1; // what it writes
  std::string read_;
};

/// Where a process runs.
struct seat {
  std::vector<std::string> inside; // what leads there, before the command
  std::string host = "127.0.0.1";
};

/// The program `net_peer`.
class process : public program {
public:
  /// @param role  what it serves: echo, fleet or runner.
  /// @param port  where; 0: any free one.
  /// @param fleet where a runner announces itself; 0: nowhere.
  explicit process(const tls_files& files, const std::string& role = "echo",
                   uint16_t port = 0, uint16_t fleet = 0, const seat& at = {});

  /// Where its desk is served.
  const endpoint& where() const {
    return where_;
  }

private:
  endpoint where_;
};

} // namespace status::net::test
