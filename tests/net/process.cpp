#define CAF_SUITE net_process
#include "process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace status::net::test {

namespace {

std::vector<std::string> command(const tls_files& files,
                                 const std::string& role, uint16_t port,
                                 uint16_t fleet, const seat& at) {
  auto result = at.inside;
  for (const auto& x :
       {std::string{NET_PEER}, files.certificate, files.key, files.authority,
        role, std::to_string(port), std::to_string(fleet), at.host})
    result.emplace_back(x);
  return result;
}

} // namespace

process::process(const tls_files& files, const std::string& role, uint16_t port,
                 uint16_t fleet, const seat& at)
  : program(command(files, role, port, fleet, at)), where_{at.host, 0} {
  where_.port
    = static_cast<uint16_t>(std::strtoul(read_line().c_str(), nullptr, 10));
}

program::program(std::vector<std::string> words) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0
      || ::pipe2(output.data(), O_CLOEXEC) != 0)
    CAF_FAIL("cannot make a pipe");
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& x : words)
    argv.emplace_back(x.data());
  argv.emplace_back(nullptr);
  auto failed
    = ::posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  from_ = output[0];
  if (failed != 0)
    CAF_FAIL("cannot start " << words.front());
}

program::~program() {
  ::close(to_);
  ::close(from_);
  kill();
}

void program::kill() {
  if (pid_ <= 0)
    return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string program::read_line() {
  auto limit = static_cast<int>(std::chrono::milliseconds{patience}.count());
  size_t end = 0;
  while ((end = read_.find('\n')) == std::string::npos) {
    pollfd what{from_, POLLIN, 0};
    std::array<char, 256> chunk{};
    if (::poll(&what, 1, limit) != 1)
      CAF_FAIL("a process says nothing");
    auto n = ::read(from_, chunk.data(), chunk.size());
    if (n <= 0)
      CAF_FAIL("a process has ended");
    read_.append(chunk.data(), static_cast<size_t>(n));
  }
  auto result = read_.substr(0, end);
  read_.erase(0, end + 1);
  return result;
}

void program::send_signal(int which) const {
  if (::kill(pid_, which) != 0)
    CAF_FAIL("cannot signal a process");
}

void program::tell(const std::string& order) {
  auto line = order + "\n";
  if (::write(to_, line.data(), line.size())
      != static_cast<ssize_t>(line.size()))
    CAF_FAIL("a process does not listen");
  if (auto answer = read_line(); answer != "ok")
    CAF_FAIL(order << ": " << answer);
}

bool program::runs() const {
  siginfo_t info{};
  // Leaves it to the destructor to take note of the end.
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info,
                  WEXITED | WNOHANG | WNOWAIT)
           == 0
         && info.si_pid == 0;
}

size_t program::memory() const {
  std::ifstream file{"/proc/" + std::to_string(pid_) + "/statm"};
  size_t all = 0;
  size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace status::net::test
