/// A fleet's inside, DESIGN §10.
#pragma once

#include <caf/actor_clock.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "actors/fleet_scout.hpp"
#include "actors/reception.hpp"

namespace status::gathering {

using time_point = caf::actor_clock::time_point;

/// A desk that was announced.
struct runner {
  std::string node;
  desk_actor desk;
  scout_actor scout;
  std::set<std::string> owned; // tasks
  /// Tasks that it tells of, while another desk has them: in which epoch.
  std::map<std::string, uint64_t> outranked;
};

/// Whose word counts for a task.
struct owner {
  uint64_t id = 0; // of the desk, which may be gone
  std::string node;
  caf::actor_addr desk;
  uint64_t epoch = 0;              // the last one that is known
  std::optional<time_point> faded; // ended or unreachable since
};

/// What is remembered of a desk that was lost, for the case that it comes back.
struct gone_desk {
  std::map<std::string, uint64_t> outranked;
  time_point until;
};

/// Why a desk is not listened to for a while.
struct ban {
  caf::error why;
  time_point until;
};

struct memory {
  static constexpr const char* name = "status.fleet";

  memory(inner_actor::pointer self, fleet_options options);

  ~memory();

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  inner_actor::behavior_type make_behavior();

  // -- desks, in fleet_desks.cpp -----------------------------------------------------

  caf::error announce(const desk_info& info, const caf::strong_actor_ptr& who);
  caf::error take(uint64_t id, task_updates& news);
  void lose(uint64_t id, const caf::error& why);
  void drop(uint64_t id, const caf::error& why);

  /// Whether the desk's word counts for the task, from now on.
  bool believes(uint64_t id, const task_entry& x);
  void outrank(uint64_t id, const task_entry& x, uint64_t epoch);
  void fade(const std::string& task);
  void forget(const std::string& task);
  void forget_faded();

  // -- commands, in fleet.cpp --------------------------------------------------------

  /// The desk that can answer for a task, or why there is none.
  /// @param ended whether it can for one that has ended, too.
  caf::expected<desk_actor> reach(const std::string& task,
                                  bool ended = false) const;

  template <class T, class... Ts>
  caf::result<T> pass_on(const std::string& task, caf::timespan patience,
                         Ts... xs) {
    constexpr auto is_kept = std::is_same_v<T, attempt_history>;
    auto desk = reach(task, is_kept);
    if (!desk)
      return desk.error();
    // The desk gives up first, and knows better what it has waited for.
    return office.template ask<T>(
      *desk, task, patience + look_patience,
      [](const T& x) { return check(x); }, std::move(xs)...);
  }

  inner_actor me() const {
    return caf::actor_cast<inner_actor>(self);
  }

  inner_actor::pointer self;
  fleet_options options;
  reception<inner_actor::base> office;
  uint64_t last_id = 0;
  std::map<uint64_t, runner> runners;
  std::map<std::string, owner> owners; // by the names of the tasks
  std::map<caf::actor_addr, ban> banned;
  std::map<caf::actor_addr, gone_desk> gone;
};

} // namespace status::gathering
