#include "statusctl/inputs.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>

namespace statusctl {

namespace {

constexpr std::array caught{SIGINT, SIGTERM, SIGHUP, SIGCONT};

// For the handler, which knows no object.
std::atomic<int> pipe_of_signals{-1};

extern "C" void on_signal(int which) {
  auto before = errno;
  auto byte = static_cast<unsigned char>(which);
  [[maybe_unused]] auto n = ::write(pipe_of_signals, &byte, 1);
  errno = before;
}

} // namespace

wake_pipe::wake_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::runtime_error{"cannot make a pipe"};
  read_ = ends[0];
  write_ = ends[1];
  pipe_of_signals = write_;
  struct sigaction how {};
  how.sa_handler = on_signal;
  how.sa_flags = SA_RESTART;
  ::sigemptyset(&how.sa_mask);
  for (auto x : caught)
    ::sigaction(x, &how, nullptr);
}

wake_pipe::~wake_pipe() {
  for (auto x : caught)
    std::signal(x, SIG_DFL);
  pipe_of_signals = -1;
  ::close(read_);
  ::close(write_);
}

void wake_pipe::wake() const {
  // A pipe that is full wakes up, too.
  char byte = 0;
  [[maybe_unused]] auto n = ::write(write_, &byte, 1);
}

int wake_pipe::wait(int keys, std::chrono::milliseconds limit) const {
  std::array<pollfd, 2> what{{{read_, POLLIN, 0}, {keys, POLLIN, 0}}};
  auto ready
    = ::poll(what.data(), keys < 0 ? 1 : 2, static_cast<int>(limit.count()));
  // A terminal that is gone would be ready for ever.
  int result = ready > 0 && (what[1].revents & (POLLHUP | POLLERR | POLLNVAL))
                 ? SIGHUP
                 : 0;
  std::array<unsigned char, 64> bytes{};
  for (auto n = ::read(read_, bytes.data(), bytes.size()); n > 0;
       n = ::read(read_, bytes.data(), bytes.size()))
    for (ssize_t i = 0; i < n; ++i)
      // An end counts more than going on.
      if (auto x = bytes.at(static_cast<size_t>(i));
          x != 0 && (result == 0 || result == SIGCONT))
        result = x;
  return result;
}

keyboard::keyboard(int file) : file_(file) {
  begin();
}

keyboard::~keyboard() {
  if (saved_)
    ::tcsetattr(file_, TCSADRAIN, &*saved_);
}

void keyboard::begin() {
  termios now{};
  // Whoever changes a terminal that another job has is stopped.
  if (::isatty(file_) != 1 || ::tcgetpgrp(file_) != ::getpgrp()
      || ::tcgetattr(file_, &now) != 0)
    return;
  auto wanted = now;
  wanted.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  wanted.c_cc[VMIN] = 0;
  wanted.c_cc[VTIME] = 0;
  if (::tcsetattr(file_, TCSADRAIN, &wanted) == 0)
    saved_ = now;
}

void keyboard::again() {
  saved_.reset(); // the shell has its own again
  begin();
}

std::string keyboard::read() {
  if (!saved_)
    return {};
  std::array<char, 64> bytes{};
  auto n = ::read(file_, bytes.data(), bytes.size());
  return {bytes.data(), n > 0 ? static_cast<size_t>(n) : 0};
}

} // namespace statusctl
