#define CAF_SUITE net_refusal
#include "node.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace status::net::test::net_refusal_suite {

namespace {

using other_actor = shim::typed_actor<caf::result<progress>(atom::progress)>;

void refused(const caf::expected<uint16_t>& port,
             const std::vector<std::string>& parts) {
  if (port) {
    CAF_ERROR("serves at port " << *port);
    return;
  }
  CAF_CHECK(port.error() == ec::bad_argument);
  check_names(to_text(port.error()), parts);
}

} // namespace

CAF_TEST(10.4 nothing is served without certificates) {
  node bare;
  refused(serve(bare.system(), bare.desk(), {"127.0.0.1", 0}),
          {"no certificate was named", "statusctl certs"});
  node client{certificates::ours()["client"], tls_use::connect};
  refused(serve(client.system(), client.desk(), {"127.0.0.1", 0}),
          {"client.pem", "for clients only"});
  node_config cfg;
  auto none = cfg.secure({"/nowhere/a.pem", "/nowhere/a.key", "/nowhere/b.pem"},
                         tls_use::serve);
  check_names(to_text(none), {"/nowhere/a.pem", "No such file"});
  CAF_CHECK_EQUAL(cfg.copies().certificate, "");
}

CAF_TEST(10.2 nothing is served without heartbeats) {
  struct no_heartbeats : node_config {
    no_heartbeats() : node_config(certificates::ours()["server"]) {
      set_option("middleman.heartbeat-interval", caf::timespan{0});
    }
  };
  no_heartbeats cfg;
  caf::actor_system sys{cfg};
  auto desk = spawn_desk(sys);
  refused(serve(sys, desk, {"127.0.0.1", 0}),
          {"heartbeat-interval", "never noticed"});
  caf::anon_send_exit(desk, caf::exit_reason::kill);
}

CAF_TEST(10.2 nothing is served by a system that was made otherwise) {
  status::config<> cfg;
  cfg.share_work(1);
  caf::actor_system sys{cfg};
  auto desk = spawn_desk(sys);
  refused(serve(sys, desk, {"127.0.0.1", 0}), {"status::net::config"});
  caf::anon_send_exit(desk, caf::exit_reason::kill);
}

CAF_TEST(10.2 heartbeats that make no sense are refused) {
  CAF_CHECK(!check(line_options{}));
  CAF_CHECK(check(line_options{9ms, 1s}) == ec::bad_argument);
  CAF_CHECK(check(line_options{1s, 1999ms}) == ec::bad_argument);
  CAF_CHECK(!check(line_options{1s, 2s}));
}

CAF_TEST(10.4 an address that cannot be had is told with the reason) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  auto& sys = server.system();
  refused(serve(sys, server.desk(), where),
          {to_string(where), "already in use", "free port"});
  refused(serve(sys, server.desk(), {"192.0.2.1", 0}),
          {"192.0.2.1:0", "Cannot assign", "address of this host"});
  refused(serve(sys, server.desk(), {"no-such-host.invalid", 0}),
          {"no-such-host.invalid", "nobody knows that host"});
  refused(serve(sys, server.desk(), {"", 0}), {"name the address"});
  refused(serve(sys, desk_actor{}, {"127.0.0.1", 0}), {"no actor"});
  check_serves(where);
}

CAF_TEST(10.4 a plain port is on loopback only) {
  node server;
  for (const auto* host : {"0.0.0.0", "::", "", "192.0.2.1", "example.org"})
    refused(serve_plain_on_loopback(server.system(), server.desk(), {host, 0}),
            {"plain port", "127.0.0.1", "TLS"});
  auto port
    = serve_plain_on_loopback(server.system(), server.desk(), {"127.0.0.1", 0});
  CAF_REQUIRE(port);
  node client;
  auto far = connect_plain_on_loopback<desk_actor>(client.system(),
                                                   {"192.0.2.1", *port});
  CAF_REQUIRE(!far);
  check_names(to_text(far.error()), {"192.0.2.1", "use TLS"});
  auto desk = connect_plain_on_loopback<desk_actor>(client.system(),
                                                    {"127.0.0.1", *port});
  CAF_REQUIRE(desk);
  check_answers(client.system(), *desk);
}

CAF_TEST(10.4 what another interface serves is refused) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  node client{certificates::ours()["client"], tls_use::connect};
  auto other = connect<other_actor>(client.system(), where);
  CAF_REQUIRE(!other);
  CAF_CHECK(other.error() == ec::bad_argument);
  check_names(to_text(other.error()), {to_string(where), "other messages"});
  check_answers(client.system(), client.connect(where));
}

CAF_TEST(10.4 who cannot connect is told why) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  node bare;
  check_names(bare.why_not(where), {"no certificate was named"});
  node foreign{certificates::theirs()["client"], tls_use::connect};
  check_names(foreign.why_not(where),
              {to_string(where), "our authority did not make"});
  auto plain = connect_plain_on_loopback<desk_actor>(bare.system(), where);
  CAF_REQUIRE(!plain);
  check_names(to_text(plain.error()), {to_string(where)});
  node client{certificates::ours()["client"], tls_use::connect};
  check_names(client.why_not(closed_port()), {"nobody listens"});
  check_names(client.why_not({"127.0.0.1", 0}), {"0 is no port"});
  check_serves(where);
}

} // namespace status::net::test::net_refusal_suite
