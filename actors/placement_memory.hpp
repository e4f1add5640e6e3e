/// The placement's inside: a fleet, a book, and the messages between them.
#pragma once

#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/placement_book.hpp"
#include "status/actors/placement.hpp"

namespace status::placing {

using inner_actor = placement_actor::extend_with<listener_actor>::extend_with<
  shim::typed_actor<caf::result<void>(atom::tick)>>;

// The fleet waits for the task's node itself, for two minutes at most.
constexpr caf::timespan patience = std::chrono::seconds{150};

// A worker makes a job without taking long.
constexpr caf::timespan start_patience = std::chrono::seconds{10};

// The fleet says something every 2 s to whoever follows it, and forgets who
// was suspended for longer than it waits for an answer.
constexpr caf::timespan hearing = std::chrono::seconds{10};

struct memory {
  static constexpr const char* name = "status.placement";

  memory(inner_actor::pointer self, placement_options options);

  ~memory();

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  inner_actor::behavior_type make_behavior();

  // -- what is to be done, in placement_acts.cpp ---------------------------------

  void act();
  void tick();
  void follow();
  void start(const std::string& node, const job_order& order);
  caf::result<void> announce(const desk_info& who,
                             const caf::strong_actor_ptr& whom);
  void join(const desk_info& who, const worker_actor& worker);
  void lose(const std::string& node, const caf::actor_addr& address);

  // -- from outside, in placement.cpp --------------------------------------------

  caf::result<verdict> cancel(const std::string& task, const caf::error& cause);
  caf::result<void> stop(const std::string& task, const caf::error& cause);
  caf::result<job_results> wait();

  time_point now() const {
    return self->clock().now();
  }

  inner_actor::pointer self;
  log_sink_ptr log_to;
  fleet_actor fleet;
  class book book;
  std::map<std::string, worker_actor> workers; // by node
  std::optional<time_point> armed;             // the next tick
  time_point heard;                            // when the fleet said something
  std::vector<caf::typed_response_promise<job_results>> waiting;
};

} // namespace status::placing
