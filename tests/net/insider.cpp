#define CAF_SUITE net_insider
#include "insider.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <atomic>
#include <fcntl.h>
#include <set>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "actors/net/dial.hpp"

namespace status::net::test {

namespace {

using caf::io::basp::header;

// What writes and reads CAF's own types.
caf::actor_system& translator() {
  static node_config cfg;
  static caf::actor_system sys{cfg};
  return sys;
}

template <class... Ts>
std::string written(const Ts&... xs) {
  std::vector<char> buffer;
  caf::binary_serializer sink{translator(), buffer};
  if (auto err = sink(const_cast<Ts&>(xs)...))
    CAF_FAIL("cannot write a frame");
  return {buffer.begin(), buffer.end()};
}

} // namespace

insider::insider(const endpoint& where) {
  line over{line::clock::now() + patience};
  handshake tls{over};
  auto seen = dial(over, tls, where, certificates::ours()["client"]);
  if (seen.result != probe_result::ok)
    CAF_FAIL(seen.text);
  fd_ = over.release();
  tls_ = tls.release();
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) & ~O_NONBLOCK);
  timeval limit{patience.count(), 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  header hdr{};
  auto bytes = read(caf::io::basp::header_size);
  caf::binary_deserializer first{translator(), bytes.data(), bytes.size()};
  if (auto err = first(hdr))
    CAF_FAIL("a node that sends no handshake");
  bytes = read(hdr.payload_len);
  caf::node_id node;
  std::vector<std::string> applications;
  std::set<std::string> interface;
  caf::binary_deserializer rest{translator(), bytes.data(), bytes.size()};
  if (auto err = rest(node, applications, served_, interface))
    CAF_FAIL("a handshake that cannot be read");
}

insider::~insider() {
  tls_.reset();
  ::close(fd_);
}

std::string insider::read(size_t size) {
  std::string result(size, '\0');
  size_t done = 0;
  while (done < size) {
    auto n = SSL_read(tls_.get(), result.data() + done,
                      static_cast<int>(size - done));
    if (n <= 0)
      return {};
    done += static_cast<size_t>(n);
  }
  return result;
}

void insider::send(const std::string& bytes) {
  static_cast<void>(
    SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())));
}

void insider::greet() {
  send(greeting());
}

bool insider::has_been_left() {
  // Longer than anybody is patient with who sends no heartbeats.
  for (int heartbeats = 0; heartbeats < 30; ++heartbeats)
    if (read(caf::io::basp::header_size).empty())
      return true;
  return false;
}

std::string frame_of(message_type what, uint32_t claimed,
                     const std::string& payload, caf::actor_id to) {
  return written(header{what, 0, claimed, 0, 0, to}) + payload;
}

std::string frame(message_type what, const std::string& payload,
                  caf::actor_id to) {
  return frame_of(what, static_cast<uint32_t>(payload.size()), payload, to);
}

std::string greeting() {
  // Another node each time: CAF takes one connection per node.
  static std::atomic<uint32_t> last{0};
  auto host = caf::node_id::default_data::host_id_type{};
  host.front() = 1;
  return frame(message_type::client_handshake,
               written(caf::make_node_id(++last, host)));
}

std::string payload_of(const caf::message& x) {
  return written(std::vector<caf::strong_actor_ptr>{}, x);
}

} // namespace status::net::test
