// Shakes hands with everybody who comes, on a thread of its own, and lets in
// who has a certificate. Nobody else reaches CAF, and nobody waits for those
// who are slow.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "actors/net/openssl.hpp"

struct pollfd;

namespace status::net {

class gatekeeper {
public:
  /// Takes a socket, which is owned by the callee, and the TLS on it. Called by
  /// the gatekeeper's thread.
  using admit = std::function<void(int fd, ssl_ptr tls)>;

  /// Gets the address of who is turned away, and why. Called by the
  /// gatekeeper's thread. Not told: who hangs up.
  using complain
    = std::function<void(const std::string& who, const std::string& why)>;

  /// How long a handshake may take.
  static constexpr std::chrono::seconds patience{5};

  /// So many may shake hands at a time; another one makes the oldest leave of
  /// those who come from the host that most come from.
  static constexpr size_t most_guests = 256;

  /// Owns `listener`, a socket that listens. Throws `std::system_error` if the
  /// process may have no more threads or files open.
  gatekeeper(int listener, ssl_context_ptr context, admit let_in,
             complain turned_away = nullptr);
  gatekeeper(const gatekeeper&) = delete;
  gatekeeper& operator=(const gatekeeper&) = delete;
  ~gatekeeper();

  /// Closes the port and waits for the thread. Not to be called by `admit`.
  /// Idempotent and thread-safe.
  void stop();

private:
  using clock = std::chrono::steady_clock;

  struct guest {
    int fd;
    ssl_ptr tls;
    clock::time_point deadline;
    short waits_for;
    std::string host; // in numbers
    std::string home; // whom its crowd is counted with
  };

  void run();
  void welcome();
  void serve(std::list<guest>::iterator who);
  void make_room();
  void turn_away(std::list<guest>::iterator who, const std::string& why);
  int time_left() const;

  int listener_;
  int wake_ = -1;
  ssl_context_ptr context_;
  admit let_in_;
  complain turned_away_;
  std::list<guest> guests_; // oldest first
  clock::time_point closed_until_;
  std::once_flag stopped_;
  std::thread thread_;
};

} // namespace status::net
