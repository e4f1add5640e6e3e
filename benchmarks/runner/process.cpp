#include "runner/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "launch.hpp"

namespace benchmark {

namespace {

constexpr auto patience = std::chrono::minutes{10};

} // namespace

process::process(const std::string& path,
                 const std::vector<std::string>& command) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe"};
  launch how;
  how.redirect(1, ends[1]);
  pid_ = how.start(path, command);
  ::close(ends[1]);
  if (pid_ < 0) {
    ::close(ends[0]);
    throw std::runtime_error{"cannot start " + path};
  }
  pipe_ = ends[0];
}

process::process(process&& other) noexcept
  : pid_(std::exchange(other.pid_, -1)),
    pipe_(std::exchange(other.pipe_, -1)) {}

process::~process() {
  if (pipe_ >= 0)
    ::close(pipe_);
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

std::optional<std::string> process::output() {
  using clock = std::chrono::steady_clock;
  auto end = clock::now() + patience;
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      end - clock::now());
    pollfd what{pipe_, POLLIN, 0};
    if (left.count() <= 0
        || ::poll(&what, 1, static_cast<int>(left.count())) <= 0)
      return std::nullopt; // the destructor ends it
    auto size = ::read(pipe_, buffer.data(), buffer.size());
    if (size <= 0)
      break;
    text.append(buffer.data(), static_cast<size_t>(size));
  }
  int code = 0;
  ::waitpid(std::exchange(pid_, -1), &code, 0);
  if (code != 0)
    return std::nullopt;
  return text;
}

} // namespace benchmark
