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

void signal_watch::run() {
  auto set = watched();
  int signal = 0;
  int count = 0;
  while (::sigwait(&set, &signal) == 0 && !leaving_)
    if (signal != wake_up)
      call_(signal, ++count);
}

} // namespace schema_change
