/// Starts programs.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace benchmark {

/// A program that is about to be started, with this process's own open files
/// unless something else is said.
class launch {
public:
  launch() {
    ::posix_spawn_file_actions_init(&files_);
  }

  launch(const launch&) = delete;
  launch& operator=(const launch&) = delete;

  ~launch() {
    ::posix_spawn_file_actions_destroy(&files_);
  }

  /// What it writes to `file` goes to `to`, an open file of this process.
  void redirect(int file, int to) {
    ::posix_spawn_file_actions_adddup2(&files_, to, file);
  }

  /// What it writes to `file` goes nowhere.
  void silence(int file) {
    ::posix_spawn_file_actions_addopen(&files_, file, "/dev/null", O_WRONLY, 0);
  }

  /// Starts the program at `path`; the first of the words is its name.
  /// @returns its process, or -1 if it cannot be started.
  pid_t start(const std::string& path, std::vector<std::string> words) const {
    std::vector<char*> args;
    args.reserve(words.size() + 1);
    for (auto& x : words)
      args.push_back(x.data());
    args.push_back(nullptr);
    pid_t result = -1;
    if (::posix_spawn(&result, path.c_str(), &files_, nullptr, args.data(),
                      environ)
        != 0)
      return -1;
    return result;
  }

private:
  posix_spawn_file_actions_t files_{};
};

} // namespace benchmark
