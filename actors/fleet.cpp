#include "status/actors/fleet.hpp"

#include <algorithm>
#include <utility>

#include "actors/fleet_memory.hpp"

namespace status {

namespace gathering {

memory::memory(inner_actor::pointer self, fleet_options options)
  : self(self), options(std::move(options)), office(self, "fleet", 0) {
  shim::harden(self);
  shim::refuse_unknown(self, not_understood());
}

memory::~memory() {
  for (const auto& [id, x] : runners)
    caf::anon_send_exit(x.scout, caf::exit_reason::user_shutdown);
}

caf::expected<desk_actor> memory::reach(const std::string& task,
                                        bool ended) const {
  auto i = owners.find(task);
  if (i == owners.end())
    return make_error(ec::bad_argument,
                      "there is no task " + to_shown(task, longest_name));
  const auto& entry = *office.news.find(task);
  auto runner = runners.find(i->second.id);
  auto has_ended = entry.seen == presence::ended;
  if ((entry.seen == presence::live || (ended && has_ended))
      && runner != runners.end())
    return runner->second.desk;
  if (has_ended)
    return make_error(ec::unavailable,
                      task + " has ended: " + to_string(entry.outcome)
                        + (ended ? ", and " + entry.node + " is gone" : ""));
  auto now = self->clock().now();
  return make_error(
    ec::unavailable,
    task + " on " + entry.node + " has been unreachable for "
      + format_duration(now - i->second.faded.value_or(now)) + ", last seen "
      + format_duration(caf::make_timestamp() - entry.last_seen) + " ago");
}

inner_actor::behavior_type memory::make_behavior() {
  office.begin(me());
  return {
    [this](atom::hello, uint16_t version) { return office.hello(version); },
    [this](atom::list, const task_filter& which) {
      return office.news.list(which);
    },
    [this](atom::follow, follow_order& what, const listener_actor& who) {
      return office.follow(what, who);
    },
    [this](atom::leave, const listener_actor& who) { office.leave(who); },
    [this](atom::progress, const std::string& task) {
      return pass_on<progress>(task, look_patience, atom::progress_v, task);
    },
    [this](atom::history, const std::string& task) {
      return pass_on<attempt_history>(task, look_patience, atom::history_v,
                                      task);
    },
    [this](atom::save, const std::string& task) {
      return pass_on<attempt_record>(task, save_patience, atom::save_v, task);
    },
    [this](atom::steer, const std::string& task, const steering_order& word) {
      return pass_on<steering>(task, word_patience, atom::steer_v, task, word);
    },
    [this](atom::cancel, const std::string& task, const caf::error& cause) {
      return pass_on<verdict>(task, word_patience, atom::cancel_v, task, cause);
    },
    [this](atom::stop, const std::string& task,
           const caf::error& cause) -> caf::result<void> {
      auto desk = reach(task);
      if (!desk)
        return desk.error();
      return office.tell(*desk, task, word_patience + look_patience,
                         atom::stop_v, task, cause);
    },
    [this](atom::announce, const desk_info& info,
           const caf::strong_actor_ptr& who) -> caf::result<void> {
      if (auto err = announce(info, who))
        return err;
      return caf::unit;
    },
    [this](atom::record, uint64_t id, task_updates& x) -> caf::result<void> {
      if (auto err = take(id, x))
        return err;
      return caf::unit;
    },
    [this](atom::expire, uint64_t id, const caf::error& why) { lose(id, why); },
    [this](atom::done, uint64_t id, const caf::error& why) { drop(id, why); },
    [this](atom::tick, bool urgent) {
      if (!urgent)
        forget_faded();
      office.tick(me(), urgent);
    },
  };
}

} // namespace gathering

fleet_actor spawn_fleet(caf::actor_system& sys, fleet_options options) {
  // A desk that is well says something every 2 s.
  options.silence = std::max<caf::timespan>(options.silence, 2 * sign_of_life);
  return shim::spawn<gathering::memory>(sys, std::move(options));
}

} // namespace status
