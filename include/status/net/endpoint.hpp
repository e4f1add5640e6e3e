/// Where something is served: a host and a port.
#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace status::net {

/// A TCP address. A plain value without guarantees: `parse_endpoint` makes
/// those that have been looked at.
struct endpoint {
  std::string host;  // a name, or an address without brackets
  uint16_t port = 0; // 0: any free one, for those who serve
};

/// Reads `HOST:PORT`, where an IPv6 address stands in brackets. Looks nothing
/// up. Fails with `ec::bad_argument`, which says what is wrong. Thread-safe.
caf::expected<endpoint> parse_endpoint(std::string_view text);

/// Returns what `parse_endpoint` reads.
std::string to_string(const endpoint& x);

/// Returns whether only this host can reach `x`: 127.0.0.0/8, ::1 or the name
/// `localhost`. Any other name is not asked for, and is none.
bool is_loopback(const endpoint& x);

} // namespace status::net
