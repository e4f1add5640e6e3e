// A watched job, those who ask something of it, and what was seen of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "explore/task.hpp"
#include "explore/world.hpp"
#include "status/actors/state_holder.hpp"
#include "status/actors/watch_group.hpp"

namespace status::explore {

/// A holder that is at `copyRows`, a task and a watch, all settled, with a
/// subscriber that keeps what it is told.
class watched_job {
public:
  watched_job(world& in, watch_options options);

  /// The same, watched by a group.
  watched_job(world& in, const watch_group_actor& group);

  /// No reports, and timers far enough apart that each is a case of its own.
  static watch_options quiet();

  /// Has a sender answer the oldest dump, at any time once there is one.
  event answer_dump(std::string name, caf::expected<checkpoint> with);

  /// Has a sender ask the holder for the cut-over.
  event ask_cut_over();

  /// Has a sender stop the watch, and tell the task once that was answered.
  event ask_stop(const stop_order& order = {});

  /// Has a sender cancel the job through the watcher.
  event ask_cancel();

  template <class Handle>
  event kill(std::string name, const Handle& whom) {
    return {std::move(name),
            [whom] { caf::anon_send_exit(whom, caf::exit_reason::kill); },
            {}};
  }

  /// What must hold always: at most one cancel, none after the cut-over was
  /// granted, nothing to the task after stop, transitions without gaps.
  std::string broken() const;

  /// What must hold at the end: whoever asked was answered, and everybody knows
  /// the state.
  std::string unanswered() const;

  /// The last state that a subscriber was told.
  state last_told() const {
    return seen_.empty() ? state::copy_rows : seen_.back().to;
  }

  std::string end_state() const;

  state current() const {
    return holder.view.load();
  }

  world& in;
  task_script_ptr script = std::make_shared<task_script>();
  scripted_task_actor task;
  state_holder holder;
  watcher_actor watcher;   // invalid in a group
  watch_group_actor group; // invalid by itself
  asker<snapshot> cut_over;
  asker<watch_result> stop;
  asker<verdict> cancel;
  asker<watch_result> wait;

private:
  explicit watched_job(world& in);

  /// Asks the watcher, or the group about this job.
  template <class T, class Atom, class... Ts>
  void ask_watch(asker<T>& who, Atom what, const Ts&... xs) {
    if (group)
      who.ask(group, what, task_actor{task}, xs...);
    else
      who.ask(watcher, what, xs...);
  }

  void hear(caf::mailbox_element& x);

  caf::actor subscriber_;
  std::vector<transition> seen_;
  bool gap_ = false;
};

} // namespace status::explore
