#include "actors/net/line.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actors/net/resolve.hpp"

namespace status::net {

namespace {

probe_result judge(int code) {
  switch (code) {
    case 0:
      return probe_result::ok;
    case ECONNREFUSED:
      return probe_result::refused;
    case ETIMEDOUT:
      return probe_result::timed_out;
    case ECONNRESET:
    case EPIPE:
      return probe_result::hung_up;
    default: // no route, no such network, forbidden by a firewall, ...
      return probe_result::unreachable;
  }
}

std::string text_of(const addrinfo& x) {
  std::array<char, NI_MAXHOST> text{};
  if (getnameinfo(x.ai_addr, x.ai_addrlen, text.data(), text.size(), nullptr, 0,
                  NI_NUMERICHOST)
      != 0)
    return {};
  return text.data();
}

bool would_block(int code) {
  return code == EAGAIN || code == EWOULDBLOCK || code == EINTR;
}

} // namespace

line::~line() {
  close();
}

void line::close() {
  if (fd_ >= 0)
    ::close(fd_);
  fd_ = -1;
}

bool line::wait(short events, clock::time_point deadline) const {
  for (;;) {
    auto left
      = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now());
    if (left.count() <= 0 || (given_up_ && *given_up_))
      return false;
    if (given_up_)
      left = std::min(left, look_up_pause);
    pollfd what{fd_, events, 0};
    auto n = ::poll(&what, 1, static_cast<int>(left.count()));
    if (n > 0)
      return true;
    if (n < 0 && errno != EINTR)
      return false;
  }
}

probe_result line::connect(const addrinfo& to, clock::time_point deadline) {
  close();
  address_ = text_of(to);
  fd_ = ::socket(to.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0)
    return probe_result::unreachable;
  if (::connect(fd_, to.ai_addr, to.ai_addrlen) == 0)
    return probe_result::ok;
  if (errno != EINPROGRESS)
    return judge(errno);
  if (!wait(POLLOUT, deadline))
    return probe_result::timed_out;
  int code = 0;
  socklen_t size = sizeof(code);
  if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
    code = errno;
  return judge(code);
}

probe_result line::open(const endpoint& where) {
  addresses all;
  auto result = resolve(where, deadline_, given_up_, all);
  if (result != probe_result::ok)
    return result;
  int left = 0;
  for (auto* x = all.get(); x != nullptr; x = x->ai_next)
    ++left;
  // An equal share of the time for each: the last one may be the only one that
  // answers.
  for (auto* x = all.get(); x != nullptr; x = x->ai_next, --left) {
    auto now = clock::now();
    result = connect(*x, now + (deadline_ - now) / left);
    if (result == probe_result::ok)
      break;
  }
  return result;
}

bool line::wait_to_read() const {
  return wait(POLLIN, deadline_);
}

bool line::wait_to_write() const {
  return wait(POLLOUT, deadline_);
}

probe_result line::receive(std::string& to) {
  std::array<char, 4096> chunk{};
  for (;;) {
    auto n = ::recv(fd_, chunk.data(), chunk.size(), 0);
    if (n > 0) {
      to.append(chunk.data(), static_cast<size_t>(n));
      return probe_result::ok;
    }
    if (n == 0)
      return probe_result::hung_up;
    if (!would_block(errno))
      return judge(errno);
    if (!wait_to_read())
      return probe_result::timed_out;
  }
}

} // namespace status::net
