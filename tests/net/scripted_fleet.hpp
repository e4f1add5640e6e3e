// A fleet that does what a test says, and links to it in virtual time.
#pragma once

#include "../fixture.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/net/link_keeper.hpp"
#include "status/desks.hpp"
#include "status/net/announce.hpp"
#include "status/net/observe.hpp"

namespace status::net::test {

using namespace std::chrono_literals;

/// What a scripted fleet answers, and what it was asked.
struct fleet_script {
  desk_info who{protocol_version, "db1:1"};
  bool silent = false; // says nothing to `hello`
  caf::error refusal;  // of `follow` and `announce`
  /// Told to whoever follows, before the answer to that.
  std::optional<task_updates> first_batch;

  std::vector<follow_order> orders;
  std::vector<listener_actor> listeners;
  std::vector<std::string> announced; // nodes
};

using fleet_script_ptr = std::shared_ptr<fleet_script>;

fleet_actor spawn_scripted_fleet(caf::actor_system& sys, fleet_script_ptr what);

/// A peer that is connected to without a network.
class linked : public status::test::fixture {
public:
  linked();
  ~linked() override;

  /// Makes an observer, or an announcer of `desk`.
  link observe(task_filter which = {});
  link announce();

  /// Has the peer tell whoever has followed it last.
  void tell(task_updates x);

  /// Has somebody else tell it, or nobody.
  void tell_as(const caf::actor& who, task_updates x);

  /// Says that the peer is alive, every two seconds.
  void pass_alive(caf::timespan duration);

  /// The peer ends, and another one takes its place.
  void restart_peer();

  link_setup setup();

  fleet_script_ptr fleet = std::make_shared<fleet_script>();
  fleet_actor peer;
  desk_actor desk; // our own

  caf::error cannot_connect;
  std::vector<link_keeper::time_point> tries;
  std::vector<link_status> lines;
  std::vector<task_updates> news;
};

/// News of a task that is at a position, with the transitions before it.
task_update update(const std::string& task, stream_position at,
                   const std::vector<stream_position>& missed = {});

} // namespace status::net::test
