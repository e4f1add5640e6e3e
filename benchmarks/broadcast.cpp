/// What it costs to tell all subscribers of a transition, per delivery: a state
/// holder, or with --raw 1 an actor that only sends the message. The next round
/// begins when all have it.
///
///   benchmark_broadcast [--subscribers N] [--deliveries N] [--raw 1]
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <condition_variable>
#include <mutex>

#include "harness/quiet.hpp"
#include "measure.hpp"
#include "status/actors/state_holder.hpp"
#include "status/system.hpp"

namespace benchmark {

namespace {

namespace shim = status::shim;

/// Goes round by round.
class rounds {
public:
  explicit rounds(size_t subscribers) : subscribers_(subscribers) {}

  /// Called by each subscriber.
  void arrive() {
    if (++arrived_ % subscribers_ == 0) {
      std::lock_guard<std::mutex> guard{mutex_};
      ++complete_;
      changed_.notify_one();
    }
  }

  void wait_for(size_t round) {
    std::unique_lock<std::mutex> guard{mutex_};
    changed_.wait(guard, [&] { return complete_ >= round; });
  }

private:
  size_t subscribers_;
  std::atomic<size_t> arrived_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t complete_ = 0;
};

struct subscriber {
  static constexpr const char* name = "subscriber";

  subscriber(status::subscriber_actor::pointer, rounds* which) : which(which) {}

  status::subscriber_actor::behavior_type make_behavior() {
    return {[this](const status::transition&) { which->arrive(); }};
  }

  rounds* which;
};

using sender_actor
  = shim::typed_actor<caf::result<void>(status::atom::advance, status::state)>;

struct sender {
  static constexpr const char* name = "sender";

  sender(sender_actor::pointer self,
         const std::vector<status::subscriber_actor>* to)
    : self(self), to(to) {}

  sender_actor::behavior_type make_behavior() {
    return {[this](status::atom::advance, status::state x) {
      status::transition event;
      event.to = x;
      for (const auto& y : *to)
        shim::mail(self, event).send(y);
    }};
  }

  sender_actor::pointer self;
  const std::vector<status::subscriber_actor>* to;
};

template <class Handle>
void measure(const Handle& whom, size_t subscribers, size_t count,
             rounds& which) {
  size_t done = 0;
  auto go = [&](size_t n) {
    for (auto end = done + n; done < end;) {
      // Back and forth, which a holder may if it has been told so.
      auto to = done % 2 == 0 ? status::state::checksum
                              : status::state::post_checksum;
      shim::anon_mail(status::atom::advance_v, to).send(whom);
      which.wait_for(++done);
    }
  };
  go(std::max<size_t>(2, count / 20)); // warms up
  auto begin = clock::now();
  auto cpu = cpu_seconds();
  go(count);
  auto each = 1e6 / static_cast<double>(count * subscribers);
  auto n = static_cast<int64_t>(subscribers);
  tell("broadcast", n, (cpu_seconds() - cpu) * each, "us");
  tell("broadcast, wall time", n, seconds_since(begin) * each, "us");
}

} // namespace

int run(int argc, char** argv) {
  auto n = static_cast<size_t>(option(argc, argv, "--subscribers", 1000));
  auto deliveries
    = static_cast<size_t>(option(argc, argv, "--deliveries", 400'000));
  // A round of few takes longer: most of it is to wake who sleeps.
  auto count = std::clamp<size_t>(deliveries / n, 20, 20'000);
  status::config<> cfg;
  cfg.share_work(2);
  caf::actor_system sys{cfg};
  rounds which{n};
  std::vector<status::subscriber_actor> subscribers;
  for (size_t i = 0; i < n; ++i)
    subscribers.emplace_back(shim::spawn<subscriber>(sys, &which));
  if (option(argc, argv, "--raw", 0) == 1) {
    auto whom = shim::spawn<sender>(sys, &subscribers);
    wait_until_quiet();
    measure(sender_actor{whom}, n, count, which);
  } else {
    status::holder_options options;
    options.may_repeat_checksum = true;
    options.first = status::state::post_checksum;
    auto holder = status::spawn_state_holder(sys, options);
    for (const auto& x : subscribers)
      shim::anon_mail(status::atom::subscribe_v, x).send(holder.actor);
    wait_until_quiet();
    measure(holder.actor, n, count, which);
  }
  std::_Exit(0); // nobody has to be told of the end
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
