#include "watched.hpp"

#include <utility>

namespace status::test {

namespace {

class spying_holder {
public:
  static constexpr const char* name = "test.spying_holder";

  spying_holder(state_holder_actor::pointer self, state_holder_actor behind)
    : self(self), behind(std::move(behind)) {
    shim::harden(self);
  }

  state_holder_actor::behavior_type make_behavior() {
    return {
      [this](atom::fail, const caf::error& x) {
        return shim::mail(self, atom::fail_v, x).delegate(behind);
      },
      [this](atom::advance, state x) {
        return shim::mail(self, atom::advance_v, x).delegate(behind);
      },
      [this](atom::get) {
        return shim::mail(self, atom::get_v).delegate(behind);
      },
      [this](atom::subscribe, const subscriber_actor& x) {
        return shim::mail(self, atom::subscribe_v, x).delegate(behind);
      },
      [this](atom::subscribe, const subscriber_actor& x,
             const stream_position& y) {
        return shim::mail(self, atom::subscribe_v, x, y).delegate(behind);
      },
      [this](atom::leave, const subscriber_actor& x) {
        return shim::mail(self, atom::leave_v, x).delegate(behind);
      },
      [this](atom::record, const attempt_record& x) {
        return shim::mail(self, atom::record_v, x).delegate(behind);
      },
      [this](atom::history) {
        return shim::mail(self, atom::history_v).delegate(behind);
      },
      [this](atom::steer, const steering_order& x) {
        return shim::mail(self, atom::steer_v, x).delegate(behind);
      },
      [this](atom::restore, const steering& x) {
        return shim::mail(self, atom::restore_v, x).delegate(behind);
      },
    };
  }

  state_holder_actor::pointer self;
  state_holder_actor behind;
};

} // namespace

void watched::start_spied_watch(watch_options options) {
  spy = spawn_spy(holder.actor);
  options.log = log;
  auto made = make_watch(spy, std::move(options));
  CAF_REQUIRE(made);
  watcher = *made;
  settle();
}

state_holder_actor watched::spawn_spy(const state_holder_actor& behind) {
  auto result = shim::spawn<spying_holder>(sys, behind);
  owned.emplace_back(caf::actor_cast<caf::actor>(result));
  return result;
}

watcher_actor watched::start_another_watch(watch_options options) {
  if (!options.log)
    options.log = log;
  auto made = make_watch(holder.actor, std::move(options));
  CAF_REQUIRE(made);
  owned.emplace_back(caf::actor_cast<caf::actor>(*made));
  return *made;
}

std::vector<uint64_t> watched::ids() const {
  std::vector<uint64_t> result;
  for (const auto& x : task_script->attempts)
    result.emplace_back(x.id);
  return result;
}

} // namespace status::test
