// The client's side of TLS on a line.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "actors/net/line.hpp"
#include "actors/net/openssl.hpp"
#include "status/net/security.hpp"

namespace status::net {

class handshake {
public:
  explicit handshake(line& over) : over_(over) {}
  handshake(const handshake&) = delete;
  handshake& operator=(const handshake&) = delete;
  ~handshake();

  /// Reads our files. Fails with `bad_files`, and says why in `reason`.
  probe_result prepare(const tls_files& files);

  /// Shakes hands with somebody who must be `host`, on a line that is open.
  /// Theirs may still refuse us afterwards.
  probe_result shake(const std::string& host);

  /// Appends what they say to `to`, until it has `size` bytes.
  probe_result read(std::string& to, size_t size);

  /// Gives the connection away.
  ssl_ptr release() {
    return std::move(ssl_);
  }

  /// What OpenSSL or the peer gave as a reason, for people; may be empty.
  const std::string& reason() const {
    return reason_;
  }

private:
  // Waits for what OpenSSL waits for after `result`; `ok` means: try again.
  probe_result go_on(int result);

  // Says what has gone wrong, by OpenSSL's last error.
  probe_result judge();

  // Whether what they say first can be TLS.
  bool sounds_like_tls();

  line& over_;
  ssl_context_ptr context_;
  ssl_ptr ssl_;
  bool has_heard_ = false;
  std::string reason_;
};

} // namespace status::net
