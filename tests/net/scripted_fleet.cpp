#define CAF_SUITE net_scripted_fleet
#include "scripted_fleet.hpp"

#include <algorithm>
#include <utility>

#include "actors/net/announcer.hpp"
#include "actors/net/link_spawn.hpp"
#include "actors/net/observer.hpp"

namespace status::net::test {

namespace {

struct scripted_fleet {
  static constexpr const char* name = "test.fleet";

  scripted_fleet(fleet_actor::pointer self, fleet_script_ptr what)
    : self(self), what(std::move(what)) {
    shim::harden(self);
  }

  caf::result<desk_info> hello() {
    if (what->silent)
      return self
        ->make_response_promise<caf::typed_response_promise<desk_info>>();
    return what->who;
  }

  caf::result<desk_info> follow(const follow_order& order,
                                const listener_actor& who) const {
    if (what->refusal)
      return what->refusal;
    if (what->first_batch)
      shim::mail(self, *what->first_batch).send(who);
    what->orders.emplace_back(order);
    what->listeners.emplace_back(who);
    return what->who;
  }

  caf::result<void> announce(const desk_info& who) const {
    if (what->refusal)
      return what->refusal;
    what->announced.emplace_back(who.node);
    return caf::unit;
  }

  fleet_actor::behavior_type make_behavior() {
    return {
      [this](atom::hello, uint16_t) { return hello(); },
      [](atom::list, const task_filter&) { return task_list{}; },
      [this](atom::follow, const follow_order& order,
             const listener_actor& who) { return follow(order, who); },
      [](atom::leave, const listener_actor&) {},
      [](atom::progress, const std::string&) { return progress{}; },
      [](atom::history, const std::string&) { return attempt_history{}; },
      [](atom::save, const std::string&) { return attempt_record{}; },
      [](atom::steer, const std::string&, const steering_order&) {
        return steering{};
      },
      [](atom::cancel, const std::string&, const caf::error&) {
        return verdict{};
      },
      [](atom::stop, const std::string&, const caf::error&) {},
      [this](atom::announce, const desk_info& who,
             const caf::strong_actor_ptr&) { return announce(who); },
    };
  }

  fleet_actor::pointer self;
  fleet_script_ptr what;
};

} // namespace

fleet_actor spawn_scripted_fleet(caf::actor_system& sys,
                                 fleet_script_ptr what) {
  return shim::spawn<scripted_fleet>(sys, std::move(what));
}

linked::linked() : peer(spawn_scripted_fleet(sys, fleet)) {
  auto ours = std::make_shared<fleet_script>();
  ours->who.node = "ours:1";
  desk = spawn_scripted_fleet(sys, ours);
  settle();
}

linked::~linked() {
  fleet->listeners.clear();
  end(peer);
  end(desk);
}

link_setup linked::setup() {
  auto dial
    = [this](const std::atomic<bool>&) -> caf::expected<caf::strong_actor_ptr> {
    tries.emplace_back(sched.clock().now());
    if (cannot_connect)
      return cannot_connect;
    return caf::actor_cast<caf::strong_actor_ptr>(peer);
  };
  return {std::move(dial), false};
}

link linked::observe(task_filter which) {
  observe_options options;
  options.which = std::move(which);
  options.log = log;
  options.line = [this](const link_status& x) { lines.emplace_back(x); };
  options.news = [this](const task_updates& x) { news.emplace_back(x); };
  auto result
    = spawn_link<observer>(sys, "there:1", setup(), std::move(options));
  settle();
  return result;
}

link linked::announce() {
  announce_options options;
  options.log = log;
  options.line = [this](const link_status& x) { lines.emplace_back(x); };
  auto result
    = spawn_link<announcer>(sys, "there:1", setup(), std::move(options), desk);
  settle();
  return result;
}

void linked::tell(task_updates x) {
  tell_as(caf::actor_cast<caf::actor>(peer), std::move(x));
}

void linked::tell_as(const caf::actor& who, task_updates x) {
  if (fleet->listeners.empty())
    CAF_FAIL("nobody follows");
  auto whom = caf::actor_cast<caf::actor>(fleet->listeners.back());
  if (who)
    caf::send_as(who, whom, std::move(x));
  else
    caf::anon_send(whom, std::move(x));
  settle();
}

void linked::pass_alive(caf::timespan duration) {
  while (duration > 0s) {
    auto part = std::min<caf::timespan>(duration, 2s);
    pass(part);
    tell({});
    duration -= part;
  }
}

void linked::restart_peer() {
  end(peer);
  peer = spawn_scripted_fleet(sys, fleet);
}

task_update update(const std::string& task, stream_position at,
                   const std::vector<stream_position>& missed) {
  task_update result;
  result.entry.task = task;
  result.entry.node = "db1:1";
  result.entry.now.at = at;
  for (auto x : missed) {
    result.missed.emplace_back();
    result.missed.back().at = x;
  }
  return result;
}

} // namespace status::net::test
