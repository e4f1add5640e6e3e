#include "actors/fleet_scout.hpp"

#include <algorithm>
#include <utility>

namespace status::gathering {

namespace scouting {

namespace {

struct memory {
  static constexpr const char* name = "status.fleet_scout";

  memory(scout_actor::pointer self, inner_actor fleet, uint64_t id,
         desk_actor desk, const fleet_options& options)
    : self(self),
      fleet(std::move(fleet)),
      id(id),
      desk(std::move(desk)),
      options(options),
      heard(self->clock().now()) {
    shim::harden(self);
  }

  scout_actor::behavior_type make_behavior();

  /// Has the desk tell everything it knows.
  void follow() {
    shim::mail(self, atom::follow_v, follow_order{{{}, false}, {}},
               listener_actor{me()})
      .request(desk, options.silence)
      .then(
        [](const desk_info&) {
          // Only a batch says that it speaks.
        },
        [this](const caf::error& err) {
          if (err != caf::sec::request_timeout)
            give_up(wrap(ec::unavailable, "it cannot be followed", err));
        });
  }

  caf::result<void> take(task_updates& x) {
    if (auto err = check(x)) {
      give_up(err);
      return err;
    }
    heard = self->clock().now();
    if (std::exchange(silent, false)) {
      follow();
      return caf::unit;
    }
    if (x.updates.empty() && x.forgotten.empty())
      return caf::unit;
    return shim::mail(self, atom::record_v, id, std::move(x)).delegate(fleet);
  }

  void tick() {
    auto quiet = self->clock().now() - heard;
    if (quiet >= options.silence && !std::exchange(silent, true))
      shim::mail(self, atom::expire_v, id,
                 make_error(ec::unavailable, "nothing was heard of it"))
        .send(fleet);
    if (silent && quiet >= options.forget_after + options.silence)
      return give_up(make_error(ec::unavailable, "it is forgotten"));
    if (silent)
      follow(); // it may have forgotten us
    shim::mail(self, atom::tick_v)
      .schedule(self->clock().now() + options.silence / (silent ? 1 : 4))
      .send(me());
  }

  void give_up(const caf::error& why) {
    shim::mail(self, atom::done_v, id, why).send(fleet);
    self->quit();
  }

  scout_actor me() const {
    return caf::actor_cast<scout_actor>(self);
  }

  scout_actor::pointer self;
  inner_actor fleet;
  uint64_t id;
  desk_actor desk;
  fleet_options options;
  caf::actor_clock::time_point heard;
  bool silent = false;
};

scout_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, desk, [this](const caf::error& reason) {
    give_up(wrap(ec::unavailable, "its desk ended", reason));
  });
  follow();
  tick();
  return {
    [this](task_updates& x) { return take(x); },
    [this](atom::tick) { tick(); },
  };
}

} // namespace

} // namespace scouting

scout_actor spawn_scout(caf::actor_system& sys, const inner_actor& fleet,
                        uint64_t id, const desk_actor& desk,
                        const fleet_options& options) {
  return shim::spawn<scouting::memory>(sys, fleet, id, desk, options);
}

} // namespace status::gathering
