#define CAF_SUITE net_tls
#include "logging_node.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <openssl/err.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "actors/net/gatekeeper.hpp"
#include "actors/net/listen.hpp"
#include "actors/net/refusals.hpp"
#include "actors/net/tls.hpp"
#include "status/net/probe.hpp"

namespace status::net::test::net_tls_suite {

namespace {

// A door with a certificate, or a version of TLS, that `serve` would refuse.
class odd_door {
public:
  explicit odd_door(const std::string& certificate, int newest = 0) {
    auto context
      = make_context(certificates::ours()[certificate], tls_use::serve);
    if (newest != 0)
      allow_old(context.get(), newest);
    auto fd = listen_at(where);
    CAF_REQUIRE(fd);
    door_ = std::make_unique<gatekeeper>(
      *fd, std::move(context), [](int guest, ssl_ptr) { ::close(guest); });
  }

  // Old versions need weak hashes, which OpenSSL takes only when asked to.
  static void allow_old(SSL_CTX* context, int newest) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, newest);
  }

  endpoint where{"127.0.0.1", 0};

private:
  std::unique_ptr<gatekeeper> door_;
};

// Shakes hands in no newer version than `newest`; returns OpenSSL's complaint.
std::string shake_hands(const endpoint& where, int newest) {
  auto context = make_context(certificates::ours()["client"], tls_use::connect);
  odd_door::allow_old(context.get(), newest);
  auto fd = connect_to(where.port);
  auto tls = make_ssl(context.get(), fd);
  ERR_clear_error();
  std::string result;
  if (SSL_connect(tls.get()) != 1)
    result = last_openssl_error();
  say_goodbye(tls.get());
  ::close(fd);
  return result;
}

void check_found(probe_result expected, const endpoint& where,
                 const tls_files& files,
                 const std::vector<std::string>& parts) {
  auto seen = probe(where, files);
  CAF_CHECK_EQUAL(to_string(seen.result), to_string(expected));
  check_names(seen.text, parts);
}

} // namespace

CAF_TEST(10.4 who shows no good certificate is told and logged) {
  logging_node server;
  auto refused = [&](const tls_files& files, const std::string& words) {
    check_found(probe_result::refuses_us, server.where, files,
                {to_string(server.where), "refuses our certificate"});
    server.log->check_line(words);
  };
  auto nobody = certificates::ours()["client"];
  nobody.certificate.clear();
  nobody.key.clear();
  refused(nobody, "peer did not return a certificate");
  refused(certificates::foreign("client"), "unable to get local issuer");
  refused(certificates::ours()["expired"], "certificate has expired");
  refused(certificates::ours()["early"], "certificate is not yet valid");
}

CAF_TEST(10.4 who refuses our certificate is logged) {
  logging_node server;
  check_found(probe_result::foreign_authority, server.where,
              certificates::theirs()["client"],
              {"our authority did not make its certificate"});
  server.log->check_line("unknown ca");
}

CAF_TEST(10.4 a server whose time is over or has not come is refused) {
  for (const auto* name : {"expired", "early"}) {
    odd_door door{name};
    check_found(probe_result::certificate_expired, door.where,
                certificates::ours()["client"], {to_string(door.where)});
    node client{certificates::ours()["client"], tls_use::connect};
    check_names(client.why_not(door.where), {to_string(door.where)});
  }
}

CAF_TEST(10.4 a server that shows the certificate of a client is refused) {
  odd_door door{"client"};
  check_found(
    probe_result::wrong_certificate, door.where, certificates::ours()["client"],
    {to_string(door.where), "its certificate is of no use", "purpose"});
}

CAF_TEST(10.4 versions of TLS before 1.2 are refused) {
  logging_node server;
  for (auto version : {TLS1_VERSION, TLS1_1_VERSION}) {
    CAF_CHECK_EQUAL(shake_hands(server.where, version),
                    "tlsv1 alert protocol version");
    server.log->check_line("unsupported protocol");
  }
  CAF_CHECK_EQUAL(shake_hands(server.where, TLS1_2_VERSION), "");
  CAF_CHECK_EQUAL(shake_hands(server.where, TLS1_3_VERSION), "");
}

CAF_TEST(10.4 a server that speaks no newer TLS than 1.1 is refused) {
  odd_door door{"server", TLS1_1_VERSION};
  check_found(probe_result::not_tls, door.where, certificates::ours()["client"],
              {to_string(door.where), "1.2"});
  CAF_CHECK_EQUAL(shake_hands(door.where, TLS1_1_VERSION), "");
}

CAF_TEST(10.4 a plain client at a TLS port is told and logged) {
  logging_node server;
  node client;
  auto desk
    = connect_plain_on_loopback<desk_actor>(client.system(), server.where);
  CAF_REQUIRE(!desk);
  check_names(to_text(desk.error()), {to_string(server.where), "TLS"});
  // Both wait for the first words, and the client's are no TLS.
  server.log->wait_for("turned away 127.0.0.1: wrong version number");
}

CAF_TEST(10.4 what is no TLS is logged) {
  logging_node server;
  auto say = [&](const std::string& words, const std::string& expected) {
    auto fd = connect_to(server.where.port);
    static_cast<void>(::send(fd, words.data(), words.size(), MSG_NOSIGNAL));
    server.log->check_line(expected);
    ::close(fd);
  };
  say("GET / HTTP/1.1\r\n\r\n", "http request");
  say(std::string(32, '\0'), "wrong version number");
  // Who looks whether somebody is there, and leaves, is no news.
  ::close(connect_to(server.where.port));
  say(std::string(32, 'x'), "wrong version number");
}

CAF_TEST(10.4 those who are turned away cannot fill the log) {
  using namespace std::chrono_literals;
  refusals all;
  auto now = refusals::time_point{} + 1h;
  size_t lines = 0;
  for (int i = 0; i < 50; ++i)
    lines += all.next(now + i * 100ms, "10.0.0.1", "no TLS").empty() ? 0 : 1;
  CAF_CHECK_EQUAL(lines, refusals::most_lines);
  CAF_CHECK_EQUAL(all.next(now + 10s, "10.0.0.2", "no TLS"),
                  "turned away 10.0.0.2: no TLS; and 40 others before");
  CAF_CHECK_EQUAL(all.next(now + 11s, "10.0.0.2", "no TLS"),
                  "turned away 10.0.0.2: no TLS");
}

} // namespace status::net::test::net_tls_suite
