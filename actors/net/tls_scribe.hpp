// A connection as CAF's broker wants it. CAF 0.17 has one of its own, in which
// an error of one connection ends another one, a silent peer takes all of a
// core, and a missing file ends the process.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/io/scribe.hpp>

#include "actors/net/openssl.hpp"

namespace status::net {

/// Makes a connection out of a socket, which is owned from now on, and the TLS
/// on it, which has shaken hands.
caf::io::scribe_ptr make_tls_scribe(caf::actor_system& sys, int fd,
                                    ssl_ptr tls);

} // namespace status::net
