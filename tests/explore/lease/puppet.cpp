#include "explore/lease/puppet.hpp"

#include <utility>

namespace status::explore {

namespace {

thread_local puppet* current_puppet = nullptr;

} // namespace

puppet::~puppet() {
  finish();
  if (thread_.joinable())
    thread_.join();
}

void puppet::start(std::function<void()> body) {
  done_ = false;
  next_ = "begins";
  thread_ = std::thread{[this, body = std::move(body)] {
    {
      std::unique_lock lock{mutex_};
      turn_.wait(lock, [this] { return its_turn_; });
    }
    current_puppet = this;
    body();
    std::lock_guard lock{mutex_};
    done_ = true;
    its_turn_ = false;
    turn_.notify_all();
  }};
}

void puppet::go() {
  std::unique_lock lock{mutex_};
  its_turn_ = true;
  turn_.notify_all();
  turn_.wait(lock, [this] { return !its_turn_; });
}

void puppet::finish() {
  free_ = true;
  if (!done_)
    go();
}

puppet* puppet::current() {
  return current_puppet;
}

void puppet::pause(std::string before) {
  if (free_)
    return;
  std::unique_lock lock{mutex_};
  next_ = std::move(before);
  its_turn_ = false;
  turn_.notify_all();
  turn_.wait(lock, [this] { return its_turn_; });
}

} // namespace status::explore
