// For what virtual time cannot drive: jobs with threads of their own. The actor
// system is a real one; whoever waits does so for an event, never for a time,
// and not for ever, so that a failing test ends as well.
#pragma once

#include "precompiled.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "status/actors.hpp"
#include "status/actors/state_holder.hpp"
#include "status/actors/task.hpp"
#include "status/system.hpp"

namespace status::test {

using namespace std::chrono_literals;

/// How long a wait may take on a busy machine before the test has failed.
constexpr std::chrono::seconds patience{30};

/// A place where threads wait until it is opened.
class gate {
public:
  void open() {
    std::unique_lock guard{mutex_};
    open_ = true;
    guard.unlock();
    changed_.notify_all();
  }

  /// Returns whether it was opened in time.
  bool wait() {
    std::unique_lock guard{mutex_};
    return changed_.wait_for(guard, patience, [this] { return open_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

/// A value that one thread sets and another one waits for.
template <class T>
class box {
public:
  void put(T x) {
    std::unique_lock guard{mutex_};
    value_ = std::move(x);
    guard.unlock();
    gate_.open();
  }

  /// Waits for the value; fails the test if it does not come.
  T get() {
    if (!gate_.wait())
      CAF_FAIL("waited in vain");
    std::unique_lock guard{mutex_};
    return value_;
  }

private:
  std::mutex mutex_;
  T value_{};
  gate gate_;
};

/// Two scheduler threads: what blocks them is noticed.
struct live_config : config<> {
  live_config() {
    set_option("scheduler.max-threads", size_t{2});
  }
};

class live_fixture {
public:
  live_fixture() : holder(spawn_state_holder(sys)) {
    // nop
  }

  ~live_fixture() {
    caf::anon_send_exit(holder.actor, caf::exit_reason::kill);
  }

  /// Ends the holder and waits for everybody else to end, before what their
  /// threads use is destroyed.
  void finish() {
    caf::anon_send_exit(holder.actor, caf::exit_reason::kill);
    self->await_all_other_actors_done();
  }

  /// Asks and waits for the answer.
  template <class T, class Handle, class... Ts>
  caf::expected<T> ask(const Handle& whom, Ts... xs) {
    caf::expected<T> result{caf::error{caf::sec::request_timeout}};
    self->request(whom, patience, std::move(xs)...)
      .receive([&](T& x) { result = std::move(x); },
               [&](caf::error& x) { result = std::move(x); });
    return result;
  }

  /// The same for what answers nothing.
  template <class Handle, class... Ts>
  caf::error tell(const Handle& whom, Ts... xs) {
    caf::error result;
    self->request(whom, patience, std::move(xs)...)
      .receive([] {}, [&](caf::error& x) { result = std::move(x); });
    return result;
  }

  snapshot look() {
    return *ask<snapshot>(holder.actor, atom::get_v);
  }

  void advance(state to) {
    if (auto done = ask<snapshot>(holder.actor, atom::advance_v, to); !done)
      CAF_FAIL("cannot advance: " << to_text(done.error()));
  }

  /// Waits for the end of an actor; returns why it ended.
  template <class Handle>
  caf::error wait_for_end(const Handle& whom) {
    caf::error reason = caf::sec::request_timeout;
    bool ended = false;
    self->monitor(whom);
    self->receive(
      [&](caf::down_msg& x) {
        ended = true;
        reason = std::move(x.reason);
      },
      caf::after(patience) >> [] {});
    if (!ended)
      CAF_FAIL("waited in vain for an actor's end");
    return reason;
  }

  live_config cfg;
  caf::actor_system sys{cfg};
  caf::scoped_actor self{sys};
  state_holder holder;
};

} // namespace status::test
