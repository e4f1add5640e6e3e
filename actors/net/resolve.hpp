// The addresses of a host, within a time.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <netdb.h>

#include "actors/net/openssl.hpp"
#include "status/net/endpoint.hpp"
#include "status/net/probe.hpp"

namespace status::net {

using addresses = std::unique_ptr<addrinfo, freed_by<freeaddrinfo>>;

/// How often somebody who waits looks whether that was given up.
constexpr std::chrono::milliseconds look_up_pause{100};

/// Looks up the addresses of a host, unless `given_up` is set, if any. A name
/// server that does not answer goes on being asked behind our back, as nobody
/// can stop that.
probe_result resolve(const endpoint& where,
                     std::chrono::steady_clock::time_point deadline,
                     const std::atomic<bool>* given_up, addresses& result);

} // namespace status::net
