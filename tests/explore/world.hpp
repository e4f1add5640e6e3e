// The world of one schedule: actors on a scheduler that does one step at a
// time, senders outside of them, and time.
//
// What may happen next: any actor with mail handles one message, any sender
// does what it does next, the first timer fires. A timer does not fire while
// somebody's message has been lying longer than `max_lag`: that an actor is
// deaf for so long is a fault of its own (DESIGN 6.4 calls it death), and not
// part of a schedule.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduled_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "explore/footprint.hpp"
#include "explore/probe.hpp"

namespace status::explore {

using namespace std::chrono_literals;

/// What a sender does, once it may. An event that may happen stays so until it
/// does.
struct event {
  std::string name;
  std::function<void()> act;
  std::function<bool()> ready;            // empty: always
  std::function<std::string()> says = {}; // empty: the name
};

class world {
public:
  static constexpr caf::timespan max_lag = 10s;

  /// Probes are not counted among the system's actors, so that making one in
  /// the set-up of a scenario changes nothing else.
  static constexpr caf::actor_id first_probe = caf::actor_id{1} << 40;

  world();

  ~world();

  world(const world&) = delete;
  world& operator=(const world&) = delete;

  // -- for scenarios ---------------------------------------------------------------

  caf::actor_system& system() {
    return *system_;
  }

  /// Has the step under way commute with no other one that touches the same.
  void touch(uint64_t what) {
    touched_.emplace_back(delivery{what, false});
  }

  /// Adds somebody who does these in this order, each at any time.
  void sender(std::vector<event> events);

  /// Ends `x` with the schedule.
  template <class Handle>
  Handle own(Handle x) {
    owned_.emplace_back(caf::actor_cast<caf::actor>(x));
    return x;
  }

  /// Runs messages in order until there are none.
  void settle();

  /// Lets time pass in order, for the set-up.
  void pass(caf::timespan duration);

  /// From now on no timer fires that is due later than in `duration`.
  void explore_for(caf::timespan duration);

  caf::actor make_probe(probe::handler fn);

  /// @param then is called with the answer.
  template <class T>
  asker<T> make_asker(std::function<void()> then = {}) {
    auto answer = std::make_shared<std::optional<caf::expected<T>>>();
    return {make_probe([answer, then](caf::mailbox_element& x) {
              keep_answer(*answer, x.content());
              if (then)
                then();
            }),
            answer};
  }

  /// The last actor made in this schedule with this name; invalid if there is
  /// none.
  caf::actor find(const std::string& name) const;

  // -- for explorers ---------------------------------------------------------------

  /// Begins a schedule.
  void begin();

  /// What can happen next: actors in the order of their mail, senders, timers.
  /// Following the first choice always, nothing interleaves.
  void choices(std::vector<step>& result);

  /// Does one step.
  footprint take(const step& what);

  /// A step in words, before it is taken.
  std::string describe(const step& what) const;

  /// Ends what is left.
  /// @returns the number of actors that would not end.
  size_t end();

private:
  struct runnable {
    caf::scheduled_actor* actor = nullptr;
    uint64_t id = 0;
    size_t normal = 0;
    size_t urgent = 0;
    std::vector<time_point> arrived; // of each message
  };

  template <class T>
  static void keep_answer(std::optional<caf::expected<T>>& answer,
                          caf::type_erased_tuple& content) {
    if (content.match_elements<caf::error>())
      answer.emplace(content.get_as<caf::error>(0));
    else if constexpr (std::is_same_v<T, caf::unit_t>)
      answer.emplace(caf::unit);
    else
      answer.emplace(content.get_as<T>(0));
  }

  std::string to_words(const caf::type_erased_tuple& content) const;
  void look();
  caf::scheduled_actor& runnable_at(size_t i);
  void run_actor(footprint& result);
  const runnable* find_runnable(uint64_t id) const;

  coordinator* scheduler_ = nullptr;
  std::unique_ptr<caf::actor_system_config> config_;
  std::unique_ptr<caf::actor_system> system_;
  caf::actor_id first_ = 0; // of the schedule
  caf::actor_id newest_ = 0;
  uint64_t probes_ = 0;
  size_t permanent_ = 0; // actors that belong to the system
  time_point until_;
  std::vector<runnable> mail_;
  std::vector<runnable> before_;
  std::vector<delivery> touched_;
  std::vector<std::vector<event>> senders_;
  std::vector<size_t> done_; // by each sender
  std::vector<caf::actor> owned_;
  std::vector<std::pair<std::string, caf::actor_addr>> known_;
  std::vector<caf::actor_id> receivers_;
};

} // namespace status::explore
