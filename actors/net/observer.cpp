#include "actors/net/observer.hpp"

#include <utility>

#include "actors/net/link_spawn.hpp"
#include "status/messages/error.hpp"

namespace status::net {

observer::observer(linked_actor::pointer self, link_setup setup,
                   std::shared_ptr<link::shared> shown, observe_options options)
  : self(self),
    shown(std::move(shown)),
    options(std::move(options)),
    keeper(self, std::move(setup), this->shown, [this] { follow(); }) {
  shim::harden(self);
}

linked_actor::behavior_type observer::make_behavior() {
  keeper.tick();
  return {
    [this](task_updates& x) { return take(x); },
    [this](atom::tick) { tick(); },
  };
}

void observer::follow() {
  tasks.begin_again();
  heard_at = self->clock().now();
  shim::mail(self, atom::follow_v,
             follow_order{options.which, tasks.positions()},
             listener_actor{caf::actor_cast<linked_actor>(self)})
    .request(caf::actor_cast<desk_actor>(keeper.peer()), desk_patience)
    .then(keeper.if_current<desk_info>([this](const desk_info&) { begin(); }),
          keeper.or_lose());
}

void observer::begin() {
  if (keeper.is_live())
    return;
  keeper.live();
  look_at = heard_at + desk_patience;
  forget_at = heard_at + memory_of_tasks;
  keeper.wake_at(look_at);
}

// The first batch may come before the answer to `follow`.
caf::result<void> observer::take(task_updates& x) {
  if (!keeper.is_of_peer(self->current_sender()))
    return caf::unit; // of a peer that was lost: it will be told again
  auto err = check(x);
  auto news = err ? task_updates{} : tasks.take(std::move(x));
  if (!err && tasks.size() > followed::most_tasks)
    err = make_error(ec::bad_argument, "more than 100000 tasks");
  if (err) {
    keeper.lose(
      wrap(ec::bad_argument, shown->where + " says what makes no sense", err));
    return err;
  }
  heard_at = self->clock().now();
  begin();
  keeper.heard();
  tell(news);
  return caf::unit;
}

void observer::tick() {
  keeper.tick();
  auto now = self->clock().now();
  if (!keeper.is_live() || now < look_at)
    return;
  if (now - heard_at >= desk_patience)
    return keeper.lose(
      make_error(ec::unavailable, shown->where + " says nothing any more"));
  look_at = heard_at + desk_patience;
  keeper.wake_at(look_at);
  if (now < forget_at)
    return;
  forget_at = link_keeper::time_point::max();
  tell({{}, tasks.forget_untold()});
}

void observer::tell(const task_updates& x) const {
  if (options.news && !(x.updates.empty() && x.forgotten.empty()))
    shown->call([&] { options.news(x); });
}

caf::expected<link> spawn_observer(caf::actor_system& sys,
                                   const endpoint& where,
                                   observe_options options) {
  auto how = options.plain_on_loopback ? transport::plain : transport::tls;
  if (auto err = check_to_connect(sys, how, where))
    return err;
  return spawn_link<observer>(sys, to_string(where),
                              dial_to<desk_actor>(sys, how, where),
                              std::move(options));
}

} // namespace status::net
