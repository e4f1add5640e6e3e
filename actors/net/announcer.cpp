#include "actors/net/announcer.hpp"

#include <utility>

#include "actors/net/link_spawn.hpp"
#include "status/messages/error.hpp"

namespace status::net {

announcer::announcer(linked_actor::pointer self, link_setup setup,
                     std::shared_ptr<link::shared> shown,
                     const announce_options&, desk_actor desk)
  : self(self),
    desk(std::move(desk)),
    keeper(self, std::move(setup), std::move(shown), [this] { announce(); }) {
  shim::harden(self);
}

linked_actor::behavior_type announcer::make_behavior() {
  shim::monitor(self, desk, [this](const caf::error& why) {
    keeper.end(wrap(ec::unavailable, "our desk has ended", why));
    self->quit();
  });
  keeper.tick();
  return {
    [](const task_updates&) {
      // It follows nobody.
    },
    [this](atom::tick) { tick(); },
  };
}

void announcer::announce() {
  again_at = link_keeper::time_point::max();
  shim::mail(self, atom::hello_v, protocol_version)
    .request(desk, desk_patience)
    .then(keeper.if_current<desk_info>(
            [this](const desk_info& x) { announce_as(x); }),
          keeper.or_lose());
}

void announcer::announce_as(const desk_info& who) {
  shim::mail(self, atom::announce_v, who,
             caf::actor_cast<caf::strong_actor_ptr>(desk))
    .request(caf::actor_cast<fleet_actor>(keeper.peer()), desk_patience)
    .then(keeper.if_current([this] {
      keeper.live();
      again_at = self->clock().now() + announce_interval;
      keeper.wake_at(again_at);
    }),
          keeper.or_lose());
}

void announcer::tick() {
  keeper.tick();
  if (keeper.is_live() && self->clock().now() >= again_at)
    announce();
}

caf::expected<link> spawn_announcer(caf::actor_system& sys,
                                    const desk_actor& desk,
                                    const endpoint& where,
                                    announce_options options) {
  if (!desk)
    return make_error(ec::bad_argument, "there is no desk to announce");
  auto how = options.plain_on_loopback ? transport::plain : transport::tls;
  if (auto err = check_to_connect(sys, how, where))
    return err;
  return spawn_link<announcer>(sys, to_string(where),
                               dial_to<fleet_actor>(sys, how, where),
                               std::move(options), desk);
}

} // namespace status::net
