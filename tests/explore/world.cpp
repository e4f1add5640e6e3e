#include "explore/world.hpp"

#include <caf/actor_registry.hpp>
#include <caf/send.hpp>

#include <algorithm>

#include "status/actors.hpp"
#include "status/system.hpp"

namespace status::explore {

namespace {

// Far from 0, as every real clock is.
constexpr time_point beginning{std::chrono::hours{1000}};

} // namespace

// -- the system -------------------------------------------------------------------

world::world() : config_(std::make_unique<config<>>()) {
  config_->module_factories.emplace_back(
    [this](caf::actor_system& sys) -> caf::actor_system::module* {
      scheduler_ = new coordinator(sys); // owned by the system
      return scheduler_;
    });
  system_ = std::make_unique<caf::actor_system>(*config_);
  settle();
  permanent_ = system_->registry().running();
}

world::~world() {
  settle();
}

void world::begin() {
  first_ = newest_ = system_->latest_actor_id();
  scheduler_->clock().current_time = beginning;
  until_ = time_point::max();
  probes_ = 0;
}

size_t world::end() {
  for (const auto& x : owned_)
    caf::anon_send_exit(x, caf::exit_reason::kill);
  owned_.clear();
  settle();
  auto left = system_->registry().running() - permanent_;
  if (left > 0) { // they must not meet the next schedule
    for (const auto& [name, address] : known_)
      if (auto x = caf::actor_cast<caf::actor>(address))
        caf::anon_send_exit(x, caf::exit_reason::kill);
    settle();
  }
  senders_.clear();
  done_.clear();
  known_.clear();
  mail_.clear();
  scheduler_->clock().cancel_all();
  return left;
}

// -- for scenarios ------------------------------------------------------------------

void world::sender(std::vector<event> events) {
  senders_.emplace_back(std::move(events));
  done_.emplace_back(0);
}

void world::settle() {
  caf::actor_id seen = 0;
  do {
    if (seen != system_->latest_actor_id()) // somebody to know by name
      look();
    seen = system_->latest_actor_id();
  } while (scheduler_->try_run_once());
  look();
}

void world::pass(caf::timespan duration) {
  auto& clock = scheduler_->clock();
  auto end = clock.current_time + duration;
  settle();
  while (!clock.idle() && clock.next_due() <= end) {
    clock.trigger_timeout();
    settle();
  }
  clock.current_time = end;
}

void world::explore_for(caf::timespan duration) {
  until_ = scheduler_->clock().current_time + duration;
  look();
  for (auto& x : mail_)
    x.arrived.assign(x.normal + x.urgent, scheduler_->clock().current_time);
}

caf::actor world::make_probe(probe::handler fn) {
  caf::actor_config cfg;
  auto touched = [this](caf::actor_id id) {
    touched_.emplace_back(delivery{id, false});
  };
  return caf::make_actor<probe, caf::actor>(first_probe + ++probes_,
                                            system_->node(), system_.get(), cfg,
                                            std::move(fn), std::move(touched));
}

caf::actor world::find(const std::string& name) const {
  auto i = std::find_if(known_.rbegin(), known_.rend(),
                        [&name](const auto& x) { return x.first == name; });
  if (i == known_.rend())
    return {};
  return caf::actor_cast<caf::actor>(i->second);
}

} // namespace status::explore
