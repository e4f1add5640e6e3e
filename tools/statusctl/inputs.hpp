/// What a watch waits for besides the network: signals and keys.
#pragma once

#include <termios.h>

#include <chrono>
#include <optional>
#include <string>

namespace statusctl {

/// Turns SIGINT, SIGTERM, SIGHUP and SIGCONT into bytes of a pipe, and lets
/// other threads wake up whoever waits. One at a time.
class wake_pipe {
public:
  wake_pipe();
  wake_pipe(const wake_pipe&) = delete;
  wake_pipe& operator=(const wake_pipe&) = delete;

  /// The signals do what they usually do again.
  ~wake_pipe();

  /// Ends the wait. Thread-safe.
  void wake() const;

  /// Waits for a signal, for `wake` or for a key, at most for `limit`. Returns
  /// the number of a signal, or 0.
  int wait(int keys, std::chrono::milliseconds limit) const;

private:
  int read_ = -1;
  int write_ = -1;
};

/// Has a terminal give keys at once, without showing them, while this lives.
/// Does nothing if the file is no terminal, or another job has it.
class keyboard {
public:
  explicit keyboard(int file);
  keyboard(const keyboard&) = delete;
  keyboard& operator=(const keyboard&) = delete;
  ~keyboard();

  /// After the job was stopped and goes on.
  void again();

  /// The file to wait for, or -1.
  int file() const {
    return saved_ ? file_ : -1;
  }

  /// Returns the keys that were hit since, perhaps none.
  std::string read();

private:
  void begin();

  int file_;
  std::optional<termios> saved_;
};

} // namespace statusctl
