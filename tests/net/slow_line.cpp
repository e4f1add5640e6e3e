#define CAF_SUITE net_slow_line
#include "slow_line.hpp"

#include <array>
#include <sys/socket.h>
#include <unistd.h>

namespace status::net::test {

namespace {

// The delay is what this is about: nobody waits for anything here.
void carry(int from, int to, std::chrono::milliseconds delay) {
  std::array<char, 65536> chunk{};
  for (;;) {
    auto n = ::recv(from, chunk.data(), chunk.size(), 0);
    std::this_thread::sleep_for(delay);
    if (n <= 0
        || ::send(to, chunk.data(), static_cast<size_t>(n), MSG_NOSIGNAL) != n)
      break;
  }
  ::shutdown(to, SHUT_WR);
}

} // namespace

slow_line::slow_line(const endpoint& to, std::chrono::milliseconds delay)
  : to_(to.port), delay_(delay), acceptor_([this] { accept(); }) {}

void slow_line::accept() {
  for (;;) {
    auto near = listener_.accept();
    std::unique_lock guard{mutex_};
    if (near < 0 || ended_) {
      ::close(near);
      return;
    }
    if (cut_) {
      ::close(near);
      continue;
    }
    auto far = connect_to(to_);
    sockets_.insert(sockets_.end(), {near, far});
    carriers_.emplace_back(carry, near, far, delay_);
    carriers_.emplace_back(carry, far, near, delay_);
  }
}

void slow_line::cut() {
  std::unique_lock guard{mutex_};
  cut_ = true;
  for (auto fd : sockets_)
    ::shutdown(fd, SHUT_RDWR);
}

void slow_line::mend() {
  std::unique_lock guard{mutex_};
  cut_ = false;
}

slow_line::~slow_line() {
  {
    std::unique_lock guard{mutex_};
    ended_ = true;
  }
  cut();
  ::close(connect_to(where().port)); // wakes the acceptor
  acceptor_.join();
  for (auto& x : carriers_)
    x.join();
  for (auto fd : sockets_)
    ::close(fd);
}

} // namespace status::net::test
