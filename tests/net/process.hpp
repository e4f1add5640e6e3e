// Another process with a node, which can be frozen and killed.
#pragma once

#include "places.hpp"

#include <string>
#include <sys/types.h>

namespace status::net::test {

/// Runs the program `net_peer`. Ends with this object, whatever happens.
class process {
public:
  explicit process(const tls_files& files);
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  /// Where its desk is served.
  const endpoint& where() const {
    return where_;
  }

  void send_signal(int which) const;

private:
  pid_t pid_ = -1;
  int to_ = -1; // what it reads; once this is closed, it ends
  endpoint where_{"127.0.0.1", 0};
};

} // namespace status::net::test
