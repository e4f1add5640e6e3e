// A desk in virtual time, with scripted jobs and listeners.
#pragma once

#include "fixture.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "status/actors/desk.hpp"
#include "status/actors/fleet.hpp"

namespace status::test {

/// What a scripted job does, and what was asked of it.
struct scripted_job {
  snapshot now;
  status::progress progress;
  attempt_history history;
  bool progress_hangs = false; // until somebody asks for the history
  bool save_hangs = false;
  caf::error refusal; // of every command, unless it is empty
  std::function<void(const run_result&)> end;

  std::vector<subscriber_actor> subscribers;
  std::vector<std::string> asked; // commands, in order
  size_t looks = 0;
  size_t questions = 0; // for the progress
  supervisor_actor actor;

  /// Enters a state as its holder would, and tells the subscribers.
  transition enter(state to);

  /// Goes on in a new epoch, in silence.
  void restart(uint64_t epoch);
};

using scripted_job_ptr = std::shared_ptr<scripted_job>;

/// What a listener has been told.
struct mailbox {
  bool answers = true;

  std::vector<task_updates> batches;
  std::map<std::string, task_entry> entries;
  std::map<std::string, std::vector<transition>> events;
  std::vector<std::string> resets;
  std::vector<std::string> forgotten;
  listener_actor actor;

  /// Answers the batch that hangs, once messages run.
  std::function<void()> answer;

  void take(const task_updates& batch);

  size_t empty_batches() const;
};

using mailbox_ptr = std::shared_ptr<mailbox>;

class desk_fixture : public fixture {
public:
  desk_fixture();

  local_desk_actor spawn(desk_options with);

  scripted_job_ptr spawn_job(uint64_t epoch = 1);

  /// Has a desk take a job; returns why it does not.
  caf::error add(const std::string& task, const desk_job& what);

  scripted_job_ptr add(const std::string& task, uint64_t epoch = 1);

  mailbox_ptr spawn_mailbox();

  /// Follows a desk, everything unless said otherwise.
  template <class Handle>
  mailbox_ptr follow(const Handle& whom,
                     follow_order what = {{{}, false}, {}}) {
    auto result = spawn_mailbox();
    ask<desk_info>(desk_actor{whom}, atom::follow_v, std::move(what),
                   result->actor)
      .value();
    return result;
  }

  /// Asks for an answer without a value; returns the error.
  template <class Handle, class... Ts>
  caf::error order(const Handle& whom, Ts... xs) {
    auto answer = begin_order(whom, std::move(xs)...);
    if (!*answer)
      CAF_FAIL("no answer");
    return **answer;
  }

  template <class Handle>
  task_list list(const Handle& whom, task_filter which = {{}, false}) {
    return ask<task_list>(desk_actor{whom}, atom::list_v, which).value();
  }

  task_entry entry(const std::string& task);

  desk_options options;
  local_desk_actor desk;
  std::vector<scripted_job_ptr> jobs;
  std::vector<mailbox_ptr> mailboxes;
};

} // namespace status::test
