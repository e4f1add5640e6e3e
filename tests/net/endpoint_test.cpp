#define CAF_SUITE net_endpoint
#include "places.hpp"

#include <string>
#include <vector>

namespace status::net::test::net_endpoint_suite {

CAF_TEST(an address is a host and a port) {
  struct good {
    std::string text;
    std::string host;
    uint16_t port;
  };
  const std::vector<good> all{
    {"localhost:4711", "localhost", 4711}, {"127.0.0.1:0", "127.0.0.1", 0},
    {"[::1]:65535", "::1", 65535},         {"a-b.example:1", "a-b.example", 1},
    {"[fe80::1]:80", "fe80::1", 80},
  };
  for (const auto& x : all) {
    auto read = parse_endpoint(x.text);
    if (!read)
      CAF_FAIL(to_text(read.error()));
    CAF_CHECK_EQUAL(read->host, x.host);
    CAF_CHECK_EQUAL(read->port, x.port);
    CAF_CHECK_EQUAL(to_string(*read), x.text);
  }
}

CAF_TEST(what is no address is refused with what is wrong) {
  struct bad {
    std::string text;
    std::string why;
  };
  const std::vector<bad> all{
    {"", "port is missing"},
    {"localhost", "port is missing"},
    {"localhost:", "no number"},
    {"localhost:65536", "no number"},
    {"localhost:-1", "no number"},
    {"localhost: 1", "no number"},
    {"localhost:1x", "no number"},
    {":4711", "no name"},
    {"a b:1", "no name"},
    {"-a:1", "no name"},
    {"::1:80", "in brackets"},
    {"[]:80", "no name"},
    {"[localhost]:80", "only an IPv6 address"},
    {std::string(254, 'a') + ":1", "no name"},
    {std::string(100000, 'a'), "port is missing"},
  };
  for (const auto& x : all) {
    auto read = parse_endpoint(x.text);
    if (read) {
      CAF_ERROR("taken for an address: " << x.text);
      continue;
    }
    CAF_CHECK(read.error() == ec::bad_argument);
    auto text = to_text(read.error());
    CAF_CHECK(text.size() < 300);
    check_names(text, {x.why, "HOST:PORT"});
  }
}

CAF_TEST(10.4 only addresses that others cannot reach are loopback) {
  for (const auto* host : {"127.0.0.1", "127.255.0.3", "::1", "localhost"})
    CAF_CHECK(is_loopback({host, 1}));
  for (const auto* host :
       {"0.0.0.0", "::", "", "128.0.0.1", "10.0.0.1", "127.0.0.1.example",
        "localhost.example", "127.1", "::ffff:10.0.0.1", "fe80::1"})
    CAF_CHECK(!is_loopback({host, 1}));
}

} // namespace status::net::test::net_endpoint_suite
