// A fleet in virtual time, with scripted desks.
#pragma once

#include "desk_fixture.hpp"

#include <string>
#include <vector>

namespace status::test {

/// A desk that says what the test wants.
struct scripted_desk {
  bool answers = true; // a request to follow
  caf::error refusal;  // of it
  bool stop_hangs = false;
  caf::error stop_refusal;
  std::vector<std::string> asked;
  size_t follows = 0;
  listener_actor listener;
  desk_actor actor;
  std::vector<caf::error> refused; // batches
};

using scripted_desk_ptr = std::shared_ptr<scripted_desk>;

class fleet_fixture : public desk_fixture {
public:
  fleet_fixture();

  scripted_desk_ptr spawn_scripted_desk();

  /// Announces a desk; returns why that is refused.
  caf::error announce(const std::string& node, const desk_actor& who);

  /// Announces a scripted desk.
  scripted_desk_ptr announce(const std::string& node);

  /// Has a desk say something, and a sign of life.
  void tell(const scripted_desk_ptr& who, task_updates what = {});

  /// One entry of a desk.
  void tell(const scripted_desk_ptr& who, const std::string& task,
            uint64_t epoch, presence seen = presence::live);

  /// Lets time pass, in which these desks give signs of life.
  void pass_with(const std::vector<scripted_desk_ptr>& desks,
                 caf::timespan duration);

  /// What the fleet says of a task; nothing if it does not know it.
  std::optional<task_entry> known(const std::string& task);

  fleet_options with;
  fleet_actor fleet;
};

} // namespace status::test
