// The inside of an announcer.
#pragma once

#include <memory>

#include "actors/net/link_keeper.hpp"
#include "status/net/announce.hpp"

namespace status::net {

/// How often a desk is announced.
constexpr caf::timespan announce_interval = std::chrono::seconds{10};

struct announcer {
  static constexpr const char* name = "status.net.announcer";

  announcer(linked_actor::pointer self, link_setup setup,
            std::shared_ptr<link::shared> shown, const announce_options&,
            desk_actor desk);

  linked_actor::behavior_type make_behavior();

  void announce();
  void announce_as(const desk_info& who);
  void tick();

  linked_actor::pointer self;
  desk_actor desk;
  link_keeper keeper;
  link_keeper::time_point again_at = link_keeper::time_point::max();
};

} // namespace status::net
