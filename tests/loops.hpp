// One loop by itself, with an owner that writes down its last words.
#pragma once

#include "fixture.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "actors/loops.hpp"

namespace status::test {

/// An owner of loops, who has somebody else judge.
class recording_owner {
public:
  static constexpr const char* name = "test.owner";

  recording_owner(loop_owner_actor::pointer self, judge_actor judge,
                  std::shared_ptr<std::vector<loop_end>> ends)
    : self(self), judge(std::move(judge)), ends(std::move(ends)) {
    // nop
  }

  loop_owner_actor::behavior_type make_behavior() {
    return {
      [this](const loop_ends& x) {
        ends->insert(ends->end(), x.all.begin(), x.all.end());
      },
      [this](atom::fail, uint64_t, const caf::error& x) {
        return shim::mail(self, atom::fail_v, x).delegate(judge);
      },
    };
  }

  loop_owner_actor::pointer self;
  judge_actor judge;
  std::shared_ptr<std::vector<loop_end>> ends;
};

class one_loop : public fixture {
public:
  void own(const judge_actor& judge) {
    owner = shim::spawn<recording_owner>(sys, judge, ends);
    owned.emplace_back(caf::actor_cast<caf::actor>(owner));
  }

  void tell(loop_order what) {
    caf::anon_send(loop, loop_orders{{std::move(what)}});
    settle();
  }

  static loop_order order(loop_word word, uint64_t key = 1) {
    loop_order result;
    result.key = key;
    result.word = word;
    return result;
  }

  /// Has the loop run for the task, or for another one.
  void join(uint64_t key = 1, const task_actor& other = {}) {
    auto joined = order(loop_word::join, key);
    joined.task = caf::actor_cast<caf::actor>(other ? other : task);
    joined.holder = caf::actor_cast<caf::actor>(holder.actor);
    joined.metrics = recorder;
    joined.origin = sched.clock().now().time_since_epoch();
    tell(joined);
    auto begun = order(loop_word::begin, key);
    begun.now = holder.view.load();
    begun.epoch = 1;
    tell(begun);
  }

  void move(state to, uint64_t key = 1) {
    auto what = order(loop_word::moved, key);
    what.now = to;
    tell(what);
  }

  /// Whether the loop's actor has ended.
  bool gone() {
    return ask<attempt_record>(loop, atom::save_v, uint64_t{0}).error()
           == caf::sec::request_receiver_down;
  }

  std::shared_ptr<std::vector<loop_end>> ends
    = std::make_shared<std::vector<loop_end>>();
  loop_owner_actor owner;
  caf::actor recorder; // beside the holder
  loop_actor loop;
};

} // namespace status::test
