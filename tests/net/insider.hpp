// A peer that has a certificate, and means harm.
#pragma once

#include "node.hpp"

#include <caf/io/basp/header.hpp>
#include <caf/io/basp/message_type.hpp>
#include <caf/message.hpp>

#include <cstdint>
#include <string>

#include "actors/net/openssl.hpp"

namespace status::net::test {

using caf::io::basp::message_type;

/// A connection over TLS, on which a test says what it likes.
class insider {
public:
  /// Connects, and reads the handshake of the node.
  explicit insider(const endpoint& where);
  insider(const insider&) = delete;
  insider& operator=(const insider&) = delete;
  ~insider();

  /// Sends bytes. Nobody may read them any more.
  void send(const std::string& bytes);

  /// Shakes hands as CAF does, as the node that it makes up.
  void greet();

  /// Waits until the node ends the connection; false: it sends on.
  bool has_been_left();

  /// The actor that is served.
  caf::actor_id served() const {
    return served_;
  }

private:
  // Returns what comes, and nothing at the end.
  std::string read(size_t size);

  int fd_ = -1;
  ssl_ptr tls_;
  caf::actor_id served_ = 0;
};

/// A frame with the size that it has, or another one.
std::string frame(message_type what, const std::string& payload,
                  caf::actor_id to = 0);
std::string frame_of(message_type what, uint32_t claimed,
                     const std::string& payload = {}, caf::actor_id to = 0);

/// What CAF sends to introduce itself.
std::string greeting();

/// What CAF sends for a message.
std::string payload_of(const caf::message& x);

} // namespace status::net::test
