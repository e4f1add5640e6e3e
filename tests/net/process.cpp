#define CAF_SUITE net_process
#include "process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace status::net::test {

namespace {

// Reads the number that a process writes first.
uint16_t read_port(int from) {
  std::string text;
  auto limit = static_cast<int>(std::chrono::milliseconds{patience}.count());
  while (text.find('\n') == std::string::npos) {
    pollfd what{from, POLLIN, 0};
    std::array<char, 64> chunk{};
    if (::poll(&what, 1, limit) != 1)
      CAF_FAIL("a process does not start");
    auto n = ::read(from, chunk.data(), chunk.size());
    if (n <= 0)
      CAF_FAIL("a process has ended at its start");
    text.append(chunk.data(), static_cast<size_t>(n));
  }
  return static_cast<uint16_t>(std::strtoul(text.c_str(), nullptr, 10));
}

} // namespace

process::process(const tls_files& files) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0
      || ::pipe2(output.data(), O_CLOEXEC) != 0)
    CAF_FAIL("cannot make a pipe");
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::array<std::string, 4> words{NET_PEER, files.certificate, files.key,
                                   files.authority};
  std::array<char*, 5> argv{words[0].data(), words[1].data(), words[2].data(),
                            words[3].data(), nullptr};
  auto failed
    = ::posix_spawn(&pid_, NET_PEER, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  if (failed != 0)
    CAF_FAIL("cannot start " NET_PEER);
  where_.port = read_port(output[0]);
  ::close(output[0]);
}

process::~process() {
  ::close(to_);
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void process::send_signal(int which) const {
  if (::kill(pid_, which) != 0)
    CAF_FAIL("cannot signal a process");
}

} // namespace status::net::test
