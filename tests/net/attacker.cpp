#define CAF_SUITE net_attacker
#include "attacker.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "actors/net/tls.hpp"
#include "status/net/probe.hpp"

namespace status::net::test {

namespace {

sockaddr_in address(const char* host, uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  ::inet_pton(AF_INET, host, &result.sin_addr);
  return result;
}

auto milliseconds(std::chrono::steady_clock::duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

bool has_ended(int fd) {
  char none = 0;
  auto n = ::recv(fd, &none, 1, MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

} // namespace

sockets::~sockets() {
  while (!all_.empty())
    close_last();
}

int sockets::connect(const endpoint& where) {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  all_.push_back(fd);
  auto from = address("127.0.0.66", 0);
  auto to = address("127.0.0.1", where.port);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&from), sizeof(from)) != 0
      || ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0)
    CAF_FAIL("cannot connect from 127.0.0.66 to port " << where.port);
  return fd;
}

void sockets::reset_last() {
  linger hard{1, 0};
  ::setsockopt(all_.back(), SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
  close_last();
}

void sockets::close_last() {
  ::close(all_.back());
  all_.pop_back();
}

void sockets::send_all(const std::string& words) const {
  for (auto fd : all_)
    send_to(fd, words);
}

size_t sockets::still_open() const {
  auto ended = std::count_if(all_.begin(), all_.end(), has_ended);
  return all_.size() - static_cast<size_t>(ended);
}

std::chrono::milliseconds sockets::wait_for_end() const {
  auto began = std::chrono::steady_clock::now();
  for (auto fd : all_) {
    pollfd what{fd, POLLIN, 0};
    auto left = began + patience - std::chrono::steady_clock::now();
    auto limit = std::max<int64_t>(milliseconds(left).count(), 0);
    if (::poll(&what, 1, static_cast<int>(limit)) != 1)
      CAF_FAIL("a connection is not ended");
  }
  return milliseconds(std::chrono::steady_clock::now() - began);
}

void send_to(int fd, const std::string& words) {
  static_cast<void>(
    ::send(fd, words.data(), words.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

std::string client_hello() {
  auto context = make_context(certificates::ours()["client"], tls_use::connect);
  ssl_ptr tls{SSL_new(context.get())};
  auto* sent = BIO_new(BIO_s_mem());
  SSL_set_bio(tls.get(), BIO_new(BIO_s_mem()), sent);
  SSL_connect(tls.get());
  char* bytes = nullptr;
  auto size = BIO_get_mem_data(sent, &bytes);
  return {bytes, static_cast<size_t>(size)};
}

uint32_t dice::operator()(uint32_t below) {
  last_ = last_ * 1664525u + 1013904223u;
  return (last_ >> 8) % below;
}

std::string dice::bytes(size_t size) {
  std::string result(size, '\0');
  std::generate(result.begin(), result.end(),
                [this] { return static_cast<char>((*this)(256)); });
  return result;
}

customer::customer(const endpoint& where)
  : where_(where), desk_(client_.connect(where)), thread_([this] { run(); }) {}

customer::~customer() {
  stop();
}

void customer::stop() {
  ended_ = true;
  if (thread_.joinable())
    thread_.join();
}

void customer::figures::add(clock::duration took) {
  ++count;
  slowest = std::max(slowest, took);
}

void customer::run() {
  // At least once each, however short the attack.
  do {
    ask();
    come_again();
  } while (!ended_);
}

void customer::ask() {
  caf::scoped_actor self{client_.system()};
  auto began = clock::now();
  self->request(desk_, caf::timespan{patience}, status::atom::report_v)
    .receive([](const std::string&) {},
             [this](caf::error& x) { answers_.failure = to_text(x); });
  answers_.add(clock::now() - began);
}

void customer::come_again() {
  auto seen = probe(where_, certificates::ours()["client"]);
  if (seen.result != probe_result::ok)
    arrivals_.failure = seen.text;
  arrivals_.add(seen.took);
}

void customer::check_was_served(std::chrono::milliseconds limit) {
  stop();
  CAF_MESSAGE("meanwhile " << answers_.count << " answers, the slowest in "
                           << milliseconds(answers_.slowest).count()
                           << " ms, and " << arrivals_.count
                           << " new connections, the slowest in "
                           << milliseconds(arrivals_.slowest).count() << " ms");
  CAF_CHECK_EQUAL(answers_.failure, "");
  CAF_CHECK_EQUAL(arrivals_.failure, "");
  CAF_CHECK(answers_.slowest < limit);
  CAF_CHECK(arrivals_.slowest < limit);
}

} // namespace status::net::test
