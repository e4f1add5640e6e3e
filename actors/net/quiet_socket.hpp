// A socket as OpenSSL wants it, without the signal that ends a process when the
// peer has hung up.
#pragma once

#include "actors/net/openssl.hpp"

namespace status::net {

/// Returns a BIO that reads from and writes to the socket `fd`, which it does
/// not own; null if memory has run out.
bio_ptr quiet_socket(int fd);

} // namespace status::net
