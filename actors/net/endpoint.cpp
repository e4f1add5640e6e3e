#include "status/net/endpoint.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstddef>
#include <netinet/in.h>
#include <system_error>

#include "status/messages/error.hpp"

namespace status::net {

namespace {

constexpr size_t longest_name = 253; // of the domain name system

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_name(std::string_view host) {
  auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return !host.empty() && host.size() <= longest_name && host.front() != '-'
         && std::all_of(host.begin(), host.end(), is_fine);
}

caf::error refuse(std::string_view text, const char* why) {
  // Not more of what may be garbage than a person wants to read.
  auto shown = std::string{text.substr(0, 80)};
  return make_error(ec::bad_argument, "\"" + shown
                                        + "\" is no address: " + why
                                        + "; write HOST:PORT, such as "
                                          "localhost:4711 or [::1]:4711");
}

} // namespace

caf::expected<endpoint> parse_endpoint(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return refuse(text, "the port is missing");
  auto host = text.substr(0, colon);
  auto digits = text.substr(colon + 1);
  endpoint result;
  auto [end, failed] = std::from_chars(
    digits.data(), digits.data() + digits.size(), result.port);
  if (failed != std::errc{} || end != digits.data() + digits.size())
    return refuse(text, "the port is no number from 0 to 65535");
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    result.host = host.substr(1, host.size() - 2);
    if (!is_ipv6(result.host))
      return refuse(text, "only an IPv6 address stands in brackets");
    return result;
  }
  if (host.find(':') != std::string_view::npos)
    return refuse(text, "an IPv6 address stands in brackets");
  if (!is_name(host))
    return refuse(text, "the host is no name and no address");
  result.host = host;
  return result;
}

std::string to_string(const endpoint& x) {
  auto brackets = x.host.find(':') != std::string::npos;
  return (brackets ? "[" + x.host + "]" : x.host) + ":"
         + std::to_string(x.port);
}

bool is_loopback(const endpoint& x) {
  if (x.host == "localhost")
    return true;
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, x.host.c_str(), bytes.data()) == 1)
    return bytes.front() == 127;
  if (inet_pton(AF_INET6, x.host.c_str(), bytes.data()) == 1)
    return IN6_IS_ADDR_LOOPBACK(reinterpret_cast<in6_addr*>(bytes.data()));
  return false;
}

} // namespace status::net
