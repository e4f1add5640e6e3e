/// A desk's inside, DESIGN §10.
#pragma once

#include <caf/actor_clock.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "actors/desk_scout.hpp"
#include "actors/reception.hpp"
#include "status/actors/desk.hpp"

namespace status::receiving {

struct job {
  std::string task;
  job_actor actor;   // invalid once it has ended
  scout_actor scout; // invalid once it has ended
  bool stopping = false;
  std::optional<attempt_history> history; // of a run that has ended
  std::optional<caf::actor_clock::time_point> ended;
};

struct memory {
  static constexpr const char* name = "status.desk";

  memory(inner_actor::pointer self, desk_options options);

  ~memory();

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  inner_actor::behavior_type make_behavior();

  // -- jobs, in desk_jobs.cpp ------------------------------------------------------

  caf::error add(const std::string& task, const desk_job& what);

  /// The id of the living job of this name, or why there is none.
  caf::expected<uint64_t> reach(const std::string& task) const;

  void learn(uint64_t id, transition x);
  void learn(uint64_t id, snapshot x, progress* how_far);
  void learn(uint64_t id, attempt_history x);
  void end(uint64_t id, presence seen, run_result how);
  void lose(uint64_t id, const caf::error& why);
  void forget_ended();
  void say(log_level level, const std::string& text) const;

  // -- commands, in desk.cpp -------------------------------------------------------

  caf::error stop(const std::string& task, const caf::error& cause);

  /// Asks the job, or tells what was known of it when it ended.
  caf::result<attempt_history> history(const std::string& task);

  /// Has the job looked at again, because it is another one now.
  void look_at(uint64_t id);

  template <class T, class... Ts>
  caf::result<T> pass_on(const std::string& task, caf::timespan patience,
                         Ts... xs) {
    auto id = reach(task);
    if (!id)
      return id.error();
    auto look = [this, id = *id](T& x) {
      make_fit(x);
      look_at(id);
      return caf::error{};
    };
    return office.template ask<T>(jobs.at(*id).actor, task, patience, look,
                                  std::move(xs)...);
  }

  inner_actor me() const {
    return caf::actor_cast<inner_actor>(self);
  }

  inner_actor::pointer self;
  desk_options options;
  reception<inner_actor::base> office;
  uint64_t last_id = 0;
  std::map<uint64_t, job> jobs;
  std::map<std::string, uint64_t> ids; // by the names of the tasks
};

} // namespace status::receiving
