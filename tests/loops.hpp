// One loop by itself, with an owner that writes down its last words.
#pragma once

#include "fixture.hpp"

#include <memory>
#include <vector>

#include "actors/loops.hpp"

namespace status::test {

/// An owner of loops.
class recording_owner {
public:
  static constexpr const char* name = "test.owner";

  recording_owner(loop_owner_actor::pointer,
                  std::shared_ptr<std::vector<watch_result>> ends)
    : ends(std::move(ends)) {
    // nop
  }

  loop_owner_actor::behavior_type make_behavior() {
    return {
      [this](atom::done, const watch_result& x) { ends->emplace_back(x); }};
  }

  std::shared_ptr<std::vector<watch_result>> ends;
};

class one_loop : public fixture {
public:
  one_loop() : owner(shim::spawn<recording_owner>(sys, ends)) {
    owned.emplace_back(caf::actor_cast<caf::actor>(owner));
  }

  /// Whether the loop's actor has ended.
  bool gone() {
    return ask<attempt_record>(loop, atom::save_v).error()
           == caf::sec::request_receiver_down;
  }

  std::shared_ptr<std::vector<watch_result>> ends
    = std::make_shared<std::vector<watch_result>>();
  loop_owner_actor owner;
  loop_actor loop;
};

} // namespace status::test
