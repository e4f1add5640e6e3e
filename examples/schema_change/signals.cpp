#include "schema_change/signals.hpp"

#include <csignal>
#include <utility>

namespace schema_change {

namespace {

constexpr int wake_up = SIGUSR1; // ours, to end the thread

sigset_t watched() {
  sigset_t result;
  ::sigemptyset(&result);
  ::sigaddset(&result, SIGINT);
  ::sigaddset(&result, SIGTERM);
  ::sigaddset(&result, wake_up);
  return result;
}

} // namespace

void hold_signals() {
  auto set = watched();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

signal_watch::signal_watch(handler call)
  : call_(std::move(call)), thread_([this] { run(); }) {}

signal_watch::~signal_watch() {
  leaving_ = true;
  ::pthread_kill(thread_.native_handle(), wake_up);
  thread_.join();
}

// The first call has a thread of its own: should it hang, with an output that
// nobody reads, the second signal must be heard all the same.
void signal_watch::run() {
  auto set = watched();
  auto self = ::pthread_self();
  std::thread first;
  int signal = 0;
  int count = 0;
  while (!(leaving_ && !calling_) && ::sigwait(&set, &signal) == 0) {
    if (signal == wake_up || (leaving_ && count == 0))
      continue;
    if (++count > 1) {
      call_(signal, count);
      continue;
    }
    calling_ = true;
    first = std::thread{[this, self, signal] {
      call_(signal, 1);
      calling_ = false;
      ::pthread_kill(self, wake_up);
    }};
  }
  if (first.joinable())
    first.join();
}

} // namespace schema_change
