#define CAF_SUITE net_insider
#include "insider.hpp"

#include <caf/make_message.hpp>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "attacker.hpp"
#include "logging_node.hpp"
#include "process.hpp"
#include "status/net/probe.hpp"

namespace status::net::test::net_insider_suite {

namespace {

std::string question() {
  return payload_of(caf::make_message(atom::report_v));
}

// What CAF itself would not take, first or after a greeting.
std::vector<std::string> bad_frames(caf::actor_id whom) {
  auto hello = greeting();
  std::vector<std::string> result{
    frame_of(message_type::client_handshake, 0),
    frame_of(message_type::client_handshake, 0xffffffff),
    frame_of(message_type::server_handshake, 0),
    frame(message_type::server_handshake, std::string(100, 'x')),
    frame(message_type::direct_message, question(), whom),
    frame_of(message_type::heartbeat, 0),
    std::string(32, '\xff'),
    hello + frame_of(message_type::client_handshake, 0),
    hello + frame_of(message_type::server_handshake, 0),
    hello + frame_of(message_type::heartbeat, 1000, std::string(1000, 'x')),
    hello + std::string(32, '\xff'),
  };
  for (uint32_t claimed : {0u, 0x80000000u, 0xffffffffu})
    for (auto what :
         {message_type::direct_message, message_type::routed_message,
          message_type::monitor_message, message_type::down_message})
      result.emplace_back(hello + frame_of(what, claimed, {}, whom));
  return result;
}

} // namespace

CAF_TEST(10.30 frames that CAF cannot take end nothing but their connection) {
  process server{certificates::ours()["server"]};
  customer other{server.where()};
  auto whom = insider{server.where()}.served();
  CAF_CHECK(whom != 0);
  auto before = server.memory();
  for (const auto& bytes : bad_frames(whom)) {
    insider one{server.where()};
    one.send(bytes);
    CAF_CHECK(one.has_been_left());
    CAF_REQUIRE(server.runs());
  }
  other.check_was_served(6s);
  CAF_MESSAGE("memory: " << before / 1024 << " KiB before, "
                         << server.memory() / 1024 << " KiB afterwards");
  CAF_CHECK(server.memory() < before + (size_t{32} << 20));
}

CAF_TEST(10.30 who sends what no node of ours does is logged) {
  logging_node server;
  insider one{server.where};
  one.send(frame_of(message_type::client_handshake, 0));
  server.log->wait_for("127.0.0.1, which sends what no node of ours does");
}

// Not what ought to be, but what is: behind the handshake CAF 0.17 trusts.
CAF_TEST(10.30 what mutated messages of an insider do is measured) {
  const auto* wanted = std::getenv("CAF_STATUS_INSIDER");
  auto rounds = wanted ? std::atoi(wanted) : 60;
  auto files = certificates::ours()["server"];
  auto server = std::make_unique<process>(files);
  dice random;
  int ended = 0;
  int left = 0;
  for (int i = 0; i < rounds; ++i) {
    insider one{server->where()};
    one.greet();
    auto payload = question();
    for (uint32_t n = random(4); n > 0; --n)
      payload[random(static_cast<uint32_t>(payload.size()))]
        = static_cast<char>(random(256));
    for (int j = 0; j < 10; ++j)
      one.send(frame(message_type::direct_message, payload, one.served()));
    // Who is asked afterwards has an answer, or the node is gone.
    auto after = probe(server->where(), certificates::ours()["client"]);
    if (server->runs() && after.result == probe_result::ok)
      continue;
    ++(server->runs() ? left : ended);
    server = std::make_unique<process>(files);
  }
  CAF_MESSAGE("of " << rounds << " insiders, " << ended
                    << " ended the process, and " << left
                    << " took it off the network");
  check_serves(server->where());
}

} // namespace status::net::test::net_insider_suite
