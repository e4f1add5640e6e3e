// What every TLS connection has in common.
#pragma once

#include "actors/net/openssl.hpp"
#include "status/net/security.hpp"

namespace status::net {

/// Reads `files`, and demands a certificate of the authority from the peer.
/// Without a certificate of our own none is shown. Returns null on failure,
/// and OpenSSL's last error says why.
ssl_context_ptr make_context(const tls_files& files, tls_use use);

/// Makes one end of a connection on the socket `fd`, which it does not own.
/// Returns null if memory has run out.
ssl_ptr make_ssl(SSL_CTX* context, int fd);

/// Says goodbye, if the connection is in order. OpenSSL remembers errors per
/// thread and would blame the next connection: none is left.
void say_goodbye(SSL* x);

} // namespace status::net
