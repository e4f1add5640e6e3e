// The addresses of a host, within a time.
#pragma once

#include <chrono>
#include <memory>
#include <netdb.h>

#include "actors/net/openssl.hpp"
#include "status/net/endpoint.hpp"
#include "status/net/probe.hpp"

namespace status::net {

using addresses = std::unique_ptr<addrinfo, freed_by<freeaddrinfo>>;

/// Looks up the addresses of a host. A name server that does not answer goes on
/// being asked behind our back, as nobody can stop that.
probe_result resolve(const endpoint& where,
                     std::chrono::steady_clock::time_point deadline,
                     addresses& result);

} // namespace status::net
