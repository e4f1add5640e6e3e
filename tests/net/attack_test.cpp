#define CAF_SUITE net_attack
#include "attacker.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <poll.h>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actors/net/gatekeeper.hpp"
#include "sanitized.hpp"

namespace status::net::test::net_attack_suite {

namespace {

// A node of its own process that is attacked while a customer is served.
class attacked {
public:
  ~attacked() {
    shopping_.check_was_served(6s);
    auto after = server_.memory();
    CAF_MESSAGE("memory: " << before_ / 1024 << " KiB before, " << after / 1024
                           << " KiB afterwards");
    CAF_CHECK(server_.runs());
    CAF_CHECK(sanitized() || after < before_ + most_growth);
    check_serves(where());
  }

  const endpoint& where() const {
    return server_.where();
  }

  // Says something to a new connection, and hangs up in one way or another.
  void say(const std::string& words) {
    sockets one;
    send_to(one.connect(where()), words);
    if (dice_(2) == 0)
      one.reset_last();
  }

  dice& random() {
    return dice_;
  }

private:
  // All guests that may shake hands at a time, and what they leave behind.
  static constexpr size_t most_growth = size_t{48} << 20;

  process server_{certificates::ours()["server"]};
  customer shopping_{server_.where()};
  size_t before_ = server_.memory();
  dice dice_;
};

std::string record(const std::string& content, size_t claimed) {
  return {"\x16\x03\x01" + std::string(1, static_cast<char>(claimed >> 8))
          + std::string(1, static_cast<char>(claimed)) + content};
}

} // namespace

CAF_TEST(10.4 garbage and frames of CAF do not get past the door) {
  attacked target;
  // What ends a plain node: no payload in a handshake; 4 GiB claimed.
  for (char operation = 0; operation < 8; ++operation) {
    auto frame = operation + std::string(31, '\0');
    target.say(frame);
    frame.replace(4, 4, 4, '\xff');
    target.say(frame);
    target.say(frame + target.random().bytes(4096));
  }
  for (int i = 0; i < 300; ++i)
    target.say(target.random().bytes(target.random()(5000)));
}

CAF_TEST(10.4 a handshake that is cut off or broken hurts nobody) {
  attacked target;
  auto hello = client_hello();
  for (size_t i = 0; i < hello.size(); i += 5)
    target.say(hello.substr(0, i));
  for (size_t i = 0; i < hello.size(); ++i) {
    auto broken = hello;
    broken[i] = static_cast<char>(broken[i] ^ (1u << target.random()(8)));
    target.say(broken);
  }
  // A message of 16 MiB, in records that are as large as they may be and
  // larger.
  const std::string huge{"\x01\xff\xff\xff"};
  target.say(record(huge, 0xffff) + std::string(0xffff, 'x'));
  for (int i = 0; i < 100; ++i)
    target.say(record(huge + std::string(0x3ffc, 'x'), 0x4000)
               + record(std::string(0x4000, 'x'), 0x4000));
}

CAF_TEST(10.4 storms of connections keep nobody out) {
  attacked target;
  auto hello = client_hello();
  sockets storm;
  for (int i = 0; i < 6000; ++i) {
    auto fd = storm.connect(target.where());
    if (i % 3 == 1)
      send_to(fd, hello.substr(0, 100));
    if (i % 3 == 2)
      send_to(fd, hello);
    storm.reset_last();
  }
}

CAF_TEST(10.4 thousands of silent and half open connections keep nobody out) {
  rlimit files{};
  CAF_REQUIRE_EQUAL(::getrlimit(RLIMIT_NOFILE, &files), 0);
  auto most = std::min<rlim_t>(4000, files.rlim_cur - files.rlim_cur / 4);
  attacked target;
  sockets silent;
  while (silent.size() < most) {
    auto fd = silent.connect(target.where());
    if (silent.size() % 4 == 0)
      ::shutdown(fd, SHUT_WR);
  }
  CAF_MESSAGE(most << " connections");
  CAF_CHECK(silent.wait_for_end() < 20s);
}

CAF_TEST(10.4 one byte a second is not enough) {
  attacked target;
  auto hello = client_hello();
  sockets slow;
  for (int i = 0; i < 200; ++i)
    slow.connect(target.where());
  auto began = std::chrono::steady_clock::now();
  for (size_t i = 0; slow.still_open() > 0; ++i) {
    slow.send_all(hello.substr(i, 1));
    ::poll(nullptr, 0, 1000); // this is how slow they are
    CAF_REQUIRE(std::chrono::steady_clock::now() - began < patience);
  }
  CAF_CHECK(std::chrono::steady_clock::now() - began
            < gatekeeper::patience + 5s);
}

CAF_TEST(10.4 who fills the room pushes only those out that come from there) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  auto patient = connect_to(where.port);
  sockets crowd;
  for (size_t i = 0; i < 2 * gatekeeper::most_guests; ++i)
    crowd.connect(where);
  CAF_CHECK(crowd.still_open() >= gatekeeper::most_guests - 1);
  // Those who came first have had to leave; the patient one came before them.
  check_serves(where);
  pollfd what{patient, POLLIN, 0};
  CAF_CHECK_EQUAL(::poll(&what, 1, 0), 0);
  ::close(patient);
}

} // namespace status::net::test::net_attack_suite
