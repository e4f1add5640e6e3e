#include "explore/job.hpp"

#include <utility>

namespace status::explore {

watched_job::watched_job(world& in)
  : in(in),
    task(spawn_scripted_task(in, script)),
    holder(spawn_state_holder(in.system(), {})),
    cut_over(in.make_asker<snapshot>()),
    cancel(in.make_asker<verdict>()),
    wait(in.make_asker<watch_result>()),
    subscriber_(in.make_probe([this](caf::mailbox_element& x) { hear(x); })) {
  in.own(holder.actor);
  caf::anon_send(holder.actor, atom::advance_v, state::copy_rows);
  in.settle();
  auto subscribed = in.make_asker<snapshot>();
  subscribed.ask(holder.actor, atom::subscribe_v,
                 caf::actor_cast<subscriber_actor>(subscriber_));
}

watched_job::watched_job(world& in, watch_options options) : watched_job(in) {
  watcher = *watch(in.system(), task, holder.actor, std::move(options));
  in.own(watcher);
  ask_watch(wait, atom::wait_v);
  in.settle();
}

watched_job::watched_job(world& in, const watch_group_actor& by)
  : watched_job(in) {
  group = by;
  caf::anon_send(group, atom::add_v, task_actor{task}, holder.actor);
  ask_watch(wait, atom::wait_v);
  in.settle();
}

watch_options watched_job::quiet() {
  watch_options result;
  result.status_interval = 0s;
  result.checkpoint_interval = 50s;
  // Less than messages may lie about, so that it can pass in between.
  result.checkpoint_timeout = 5s;
  return result;
}

// -- senders ------------------------------------------------------------------------

event watched_job::answer_dump(std::string name,
                               caf::expected<checkpoint> with) {
  return {std::move(name),
          [this, with] {
            ++script->dumps_answered;
            if (with)
              caf::anon_send(task, atom::dump_v, *with, caf::error{});
            else
              caf::anon_send(task, atom::dump_v, checkpoint{}, with.error());
          },
          [this] { return script->has_open_dump(); }};
}

event watched_job::ask_cut_over() {
  return {
    "the task asks for the cut-over",
    [this] { cut_over.ask(holder.actor, atom::advance_v, state::cut_over); },
    {}};
}

event watched_job::ask_stop(const stop_order& order) {
  // Whoever gets the answer tells the task: what comes after that was sent
  // after the answer.
  stop = in.make_asker<watch_result>(
    [this] { caf::anon_send(task, atom::stop_v); });
  return {"the operator stops the watch",
          [this, order] { ask_watch(stop, atom::stop_v, order); },
          {}};
}

event watched_job::ask_cancel() {
  return {"the operator cancels the job",
          [this] {
            ask_watch(cancel, atom::cancel_v,
                      make_error(ec::cancelled, "by the operator"));
          },
          {}};
}

// -- what must hold ---------------------------------------------------------------------

void watched_job::hear(caf::mailbox_element& x) {
  if (!x.content().match_elements<transition>())
    return;
  auto next = x.content().get_as<transition>(0);
  if (!seen_.empty() && next.at.sequence != seen_.back().at.sequence + 1)
    gap_ = true;
  seen_.emplace_back(std::move(next));
}

std::string watched_job::broken() const {
  if (script->cancels.size() > 1)
    return "the task was cancelled twice";
  if (cut_over.granted() && !script->cancels.empty())
    return "the task was cancelled although the cut-over was granted";
  if (script->cancels_after_stop > 0)
    return "the task was cancelled after stop was answered";
  if (script->asked_after_stop > 0)
    return "the task was asked something after stop was answered";
  if (script->id_repeated)
    return "an attempt's id was used twice";
  if (gap_)
    return "a subscriber missed a transition";
  return {};
}

std::string watched_job::unanswered() const {
  if (cut_over.asked() && !cut_over.answer())
    return "nobody answered the cut-over";
  if (stop.asked() && !stop.answer())
    return "nobody answered stop";
  if (cancel.asked() && !cancel.answer())
    return "nobody answered cancel";
  if (last_told() != current())
    return "a subscriber does not know the state";
  return {};
}

std::string watched_job::end_state() const {
  auto result = "state=" + to_string(current())
                + " dumps=" + std::to_string(script->dumps)
                + " cancels=" + std::to_string(script->cancels.size());
  for (const auto& x : script->cancels)
    result += " (" + status::to_text(x) + ")";
  for (const auto& x : seen_)
    result += " >" + to_string(x.to);
  auto tell = [&result](const char* name, const auto& x) {
    if (x.asked())
      result += std::string{" "} + name + "="
                + (x.granted() ? "yes" : to_string(x.refused()));
  };
  tell("cut-over", cut_over);
  tell("cancel", cancel);
  if (cancel.granted())
    result += cancel.value().first ? "(first)" : "(second)";
  if (stop.asked())
    result += " stop=" + (stop.granted() ? to_string(stop.value().end) : "?");
  if (wait.answer())
    result += " end=" + (wait.granted() ? to_string(wait.value().end) : "?");
  return result;
}

} // namespace status::explore
