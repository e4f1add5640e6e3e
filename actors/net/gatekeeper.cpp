#include "actors/net/gatekeeper.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <map>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "actors/net/tls.hpp"

namespace status::net {

namespace {

// Without a free file descriptor a waiting connection cannot be taken, and
// would be reported again at once, for ever.
constexpr std::chrono::milliseconds breath{100};

// So many are taken before those who are there are served: few enough that
// nobody waits for long, and enough that the system's queue does not fill up.
constexpr int most_at_once = 16;

bool none_is_free(int code) {
  return code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM;
}

template <class T>
std::string bytes_of(const T& x, size_t from, size_t size) {
  return {reinterpret_cast<const char*>(&x) + from, size};
}

// An IPv6 host has as many addresses as it likes, out of one network.
std::string home_of(const sockaddr_storage& name) {
  if (name.ss_family != AF_INET6)
    return bytes_of(reinterpret_cast<const sockaddr_in&>(name).sin_addr, 0, 4);
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(name).sin6_addr;
  return IN6_IS_ADDR_V4MAPPED(&v6) ? bytes_of(v6, 12, 4) : bytes_of(v6, 0, 8);
}

std::string text_of(const sockaddr_storage& name) {
  std::array<char, NI_MAXHOST> text{};
  ::getnameinfo(reinterpret_cast<const sockaddr*>(&name), sizeof(name),
                text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return text.data();
}

// Empty for who has hung up, which is no news.
std::string reason_of(SSL* tls) {
  auto code = ERR_peek_last_error();
  if (code == 0 || ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    return {};
  auto verified = SSL_get_verify_result(tls);
  auto text = last_openssl_error();
  return verified == X509_V_OK ? text
                               : std::string{"its certificate is refused: "}
                                   + X509_verify_cert_error_string(verified);
}

} // namespace

gatekeeper::gatekeeper(int listener, ssl_context_ptr context, admit let_in,
                       complain turned_away)
  : listener_(listener),
    wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
    context_(std::move(context)),
    let_in_(std::move(let_in)),
    turned_away_(std::move(turned_away)),
    closed_until_(clock::now()) {
  try {
    if (wake_ < 0)
      throw std::system_error{errno, std::generic_category()};
    thread_ = std::thread{[this] { run(); }};
  } catch (...) {
    ::close(wake_);
    ::close(listener_);
    throw;
  }
}

gatekeeper::~gatekeeper() {
  stop();
}

void gatekeeper::stop() {
  std::call_once(stopped_, [this] {
    uint64_t one = 1;
    while (::write(wake_, &one, sizeof(one)) < 0 && errno == EINTR)
      ; // nothing else can go wrong: it takes 2^64 - 2 of them
    thread_.join();
    // The owner may live on for long.
    ::close(wake_);
    context_.reset();
  });
}

int gatekeeper::time_left() const {
  auto next = clock::time_point::max();
  if (!guests_.empty())
    next = guests_.front().deadline;
  auto now = clock::now();
  if (closed_until_ > now)
    next = std::min(next, closed_until_);
  if (next == clock::time_point::max())
    return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now);
  return static_cast<int>(std::max<int64_t>(left.count(), 0));
}

void gatekeeper::run() {
  std::vector<pollfd> watched;
  for (;;) {
    auto is_open = clock::now() >= closed_until_;
    watched.clear();
    watched.push_back({wake_, POLLIN, 0});
    watched.push_back({is_open ? listener_ : -1, POLLIN, 0});
    for (const auto& x : guests_)
      watched.push_back({x.fd, x.waits_for, 0});
    if (::poll(watched.data(), watched.size(), time_left()) < 0) {
      if (errno != EINTR && !guests_.empty())
        turn_away(guests_.begin(), "the process may have no more files open");
      continue;
    }
    if (watched[0].revents != 0)
      break;
    auto event = watched.begin() + 2;
    for (auto i = guests_.begin(); i != guests_.end(); ++event) {
      auto who = i++;
      if (event->revents != 0)
        serve(who);
      else if (who->deadline <= clock::now())
        turn_away(who, "it did not shake hands within 5 s");
    }
    for (int i = 0; watched[1].revents != 0 && i < most_at_once; ++i)
      welcome();
  }
  while (!guests_.empty())
    turn_away(guests_.begin(), {});
  ::close(listener_);
}

void gatekeeper::welcome() {
  sockaddr_storage name{};
  socklen_t size = sizeof(name);
  auto fd = ::accept4(listener_, reinterpret_cast<sockaddr*>(&name), &size,
                      SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (none_is_free(errno))
      closed_until_ = clock::now() + breath;
    return;
  }
  if (guests_.size() >= most_guests)
    make_room();
  guests_.push_back({fd, nullptr, clock::now() + patience, POLLIN,
                     text_of(name), home_of(name)});
}

// Who fills the room with connections must not push others out of it.
void gatekeeper::make_room() {
  std::map<std::string, size_t> crowds;
  size_t most = 0;
  for (const auto& x : guests_)
    most = std::max(most, ++crowds[x.home]);
  auto oldest
    = std::find_if(guests_.begin(), guests_.end(),
                   [&](const guest& x) { return crowds[x.home] == most; });
  turn_away(oldest, "too many shake hands at a time");
}

void gatekeeper::serve(std::list<guest>::iterator who) {
  ERR_clear_error(); // of other guests
  if (!who->tls) {   // who says nothing costs nothing
    who->tls = make_ssl(context_.get(), who->fd);
    if (!who->tls)
      return turn_away(who, last_openssl_error());
    SSL_set_accept_state(who->tls.get());
  }
  auto done = SSL_accept(who->tls.get());
  auto why = SSL_get_error(who->tls.get(), done);
  if (done == 1) {
    let_in_(std::exchange(who->fd, -1), std::move(who->tls));
    guests_.erase(who);
  } else if (why == SSL_ERROR_WANT_READ) {
    who->waits_for = POLLIN;
  } else if (why == SSL_ERROR_WANT_WRITE) {
    who->waits_for = POLLOUT;
  } else {
    turn_away(who, reason_of(who->tls.get()));
  }
}

void gatekeeper::turn_away(std::list<guest>::iterator who,
                           const std::string& why) {
  if (turned_away_ && !why.empty())
    turned_away_(who->host, why);
  who->tls.reset();
  // What has not been read would have the system take back what was sent: the
  // reason of the refusal.
  std::array<char, 16384> unread{};
  static_cast<void>(
    ::recv(who->fd, unread.data(), unread.size(), MSG_DONTWAIT));
  ::close(who->fd);
  guests_.erase(who);
}

} // namespace status::net
