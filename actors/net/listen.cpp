#include "actors/net/listen.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include "actors/net/resolve.hpp"
#include "status/messages/error.hpp"

namespace status::net {

namespace {

caf::error refuse(const endpoint& where, const std::string& why) {
  return make_error(ec::bad_argument, "cannot serve at " + to_string(where)
                                        + ": " + why
                                        + "; name an address of this host and "
                                          "a free port, or 0 for any");
}

bool start(int fd, const addrinfo& at) {
  int on = 1;
  // An old connection that the system still remembers must not keep a node
  // that starts again from its port.
  return ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0
         && ::bind(fd, at.ai_addr, at.ai_addrlen) == 0
         && ::listen(fd, SOMAXCONN) == 0;
}

uint16_t port_of(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof(name);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0)
    return 0;
  if (name.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<sockaddr_in6&>(name).sin6_port);
  return ntohs(reinterpret_cast<sockaddr_in&>(name).sin_port);
}

} // namespace

caf::expected<int> listen_at(endpoint& where) {
  addresses all;
  auto deadline = std::chrono::steady_clock::now() + probe_deadline;
  auto known = resolve(where, deadline, nullptr, all);
  if (known != probe_result::ok)
    return refuse(where, to_string(known));
  auto fd
    = ::socket(all->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0 && start(fd, *all)) {
    where.port = port_of(fd);
    return fd;
  }
  auto why = std::generic_category().message(errno);
  if (fd >= 0)
    ::close(fd);
  return refuse(where, why);
}

} // namespace status::net
