#include "schema_change/signals.hpp"

#include <csignal>
#include <utility>

namespace schema_change {

namespace {

sigset_t watched() {
  sigset_t result;
  ::sigemptyset(&result);
  ::sigaddset(&result, SIGINT);
  ::sigaddset(&result, SIGTERM);
  return result;
}

} // namespace

void hold_signals() {
  auto set = watched();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

signal_watch::signal_watch(handler call)
  : call_(std::move(call)), thread_([this] { run(); }) {}

signal_watch::~signal_watch() {
  leaving_ = true;
  ::pthread_kill(thread_.native_handle(), SIGTERM); // wakes it up
  thread_.join();
}

void signal_watch::run() {
  auto set = watched();
  int signal = 0;
  for (int count = 1; ::sigwait(&set, &signal) == 0 && !leaving_; ++count)
    call_(signal, count);
}

} // namespace schema_change
