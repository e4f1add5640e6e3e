#include "actors/net/gatekeeper.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <openssl/err.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "actors/net/tls.hpp"

namespace status::net {

namespace {

// Without a free file descriptor a waiting connection cannot be taken, and
// would be reported again at once, for ever.
constexpr std::chrono::milliseconds breath{100};

bool none_is_free(int code) {
  return code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM;
}

} // namespace

gatekeeper::gatekeeper(int listener, ssl_context_ptr context, admit let_in)
  : listener_(listener),
    wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
    context_(std::move(context)),
    let_in_(std::move(let_in)),
    closed_until_(clock::now()),
    thread_([this] { run(); }) {}

gatekeeper::~gatekeeper() {
  stop();
  ::close(wake_);
}

void gatekeeper::stop() {
  std::call_once(stopped_, [this] {
    uint64_t one = 1;
    while (::write(wake_, &one, sizeof(one)) < 0 && errno == EINTR)
      ; // nothing else can go wrong: it takes 2^64 - 2 of them
    thread_.join();
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
        turn_away(guests_.begin()); // more than the process may have
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
        turn_away(who);
    }
    if (watched[1].revents != 0)
      welcome();
  }
  while (!guests_.empty())
    turn_away(guests_.begin());
  ::close(listener_);
}

void gatekeeper::welcome() {
  auto fd
    = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (none_is_free(errno))
      closed_until_ = clock::now() + breath;
    return;
  }
  if (guests_.size() >= most_guests)
    turn_away(guests_.begin());
  auto tls = make_ssl(context_.get(), fd);
  if (!tls) {
    ::close(fd);
    return;
  }
  SSL_set_accept_state(tls.get());
  guests_.push_back({fd, std::move(tls), clock::now() + patience, POLLIN});
}

void gatekeeper::serve(std::list<guest>::iterator who) {
  ERR_clear_error(); // of other guests
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
    turn_away(who);
  }
}

void gatekeeper::turn_away(std::list<guest>::iterator who) {
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
