#define CAF_SUITE net_frames
#include "../precompiled.hpp"

#include <caf/io/basp/header.hpp>

#include <string>

#include "actors/net/frames.hpp"

namespace status::net::test::net_frames_suite {

namespace {

using caf::io::basp::message_type;

std::string frame(message_type what, uint32_t claimed, size_t sent = 0) {
  std::string result(32, '\0');
  result[0] = static_cast<char>(what);
  for (size_t i = 0; i < 4; ++i)
    result[4 + i] = static_cast<char>(claimed >> (24 - 8 * i));
  return result + std::string(sent, '\x01');
}

bool takes(frames& x, const std::string& bytes) {
  return x.take(bytes.data(), bytes.size());
}

frames greeted() {
  frames result{frames::from::client};
  CAF_REQUIRE(takes(result, frame(message_type::client_handshake, 4, 4)));
  return result;
}

} // namespace

CAF_TEST(10.30 a peer begins with its handshake) {
  for (int i = 0; i < 256; ++i) {
    auto what = static_cast<message_type>(i);
    frames client{frames::from::client};
    frames server{frames::from::server};
    CAF_CHECK_EQUAL(takes(client, frame(what, 4)),
                    what == message_type::client_handshake);
    CAF_CHECK_EQUAL(takes(server, frame(what, 4)),
                    what == message_type::server_handshake);
    frames again{frames::from::client};
    CAF_CHECK(!takes(again, frame(what, 0)));
    frames huge{frames::from::client};
    CAF_CHECK(!takes(huge, frame(what, frames::largest_of_caf + 1)));
  }
}

CAF_TEST(10.30 a frame has a size that makes sense) {
  auto check = [](message_type what, uint32_t size, bool expected) {
    auto peer = greeted();
    CAF_CHECK_EQUAL(takes(peer, frame(what, size)), expected);
  };
  for (auto what :
       {message_type::direct_message, message_type::routed_message}) {
    check(what, 0, false);
    check(what, 1, true);
    check(what, frames::largest, true);
    check(what, frames::largest + 1, false);
    check(what, 0xffffffff, false);
  }
  for (auto what :
       {message_type::monitor_message, message_type::down_message}) {
    check(what, 0, false);
    check(what, frames::largest_of_caf, true);
    check(what, frames::largest_of_caf + 1, false);
  }
  check(message_type::heartbeat, 0, true);
  check(message_type::heartbeat, 1, false);
  check(message_type::server_handshake, 4, false);
  check(message_type::client_handshake, 0, false);
  check(message_type::client_handshake, 4, true);
  check(static_cast<message_type>(7), 4, false);
}

CAF_TEST(10.30 frames may come in any pieces) {
  auto good = frame(message_type::client_handshake, 5, 5)
              + frame(message_type::heartbeat, 0)
              + frame(message_type::direct_message, 100, 100)
              + frame(message_type::heartbeat, 0);
  auto bad = good + frame(message_type::server_handshake, 5, 5);
  for (size_t step = 1; step <= bad.size(); ++step) {
    frames peer{frames::from::client};
    size_t taken = 0;
    while (taken < bad.size() && takes(peer, bad.substr(taken, step)))
      taken += step;
    // What is refused is the piece with the end of the second handshake's
    // header.
    CAF_CHECK(taken < good.size() + 32);
    CAF_CHECK(taken + step >= good.size() + 32);
  }
}

} // namespace status::net::test::net_frames_suite
