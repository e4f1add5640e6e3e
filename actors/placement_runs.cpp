#include <utility>

#include "actors/placement_book.hpp"

namespace status::placing {

void book::hear(const task_entry& entry, time_point now) {
  auto i = jobs_.find(entry.task);
  if (i == jobs_.end())
    return;
  auto& x = i->second;
  auto epoch = entry.now.at.epoch;
  // Of a run that has a successor, or whose end is known.
  if (epoch < x.order.epoch || epoch <= x.judged)
    return;
  // Another worker has it, or is being told to start it. What this one did
  // before it was replaced still counts.
  auto newer = epoch > x.order.epoch;
  auto elsewhere = (x.now == phase::starting || x.now == phase::running)
                   && x.result.node != entry.node && !newer;
  if (elsewhere
      && (entry.seen != presence::ended
          || entry.outcome == run_outcome::failed))
    return;
  x.order.epoch = epoch;
  // A run that has just begun may not know yet what the last one was told.
  if (entry.now.wanted.version >= x.order.wanted.version)
    x.order.wanted = entry.now.wanted;
  x.reached = entry.now.current;
  if (newer)
    x.told = false;
  if (entry.seen == presence::live)
    hear_live(x, entry);
  else if (entry.seen == presence::unreachable)
    hear_unreachable(x, entry, now);
  else
    hear_end(x, entry, now);
}

void book::hear_live(job& x, const task_entry& entry) {
  if (x.now != phase::running || x.result.node != entry.node) {
    x.result.node = entry.node;
    note(log_level::info, x, x.now == phase::doubtful ? "back" : "running");
  }
  if (x.now != phase::ended || !x.unwanted) {
    x.now = phase::running;
    x.result.cause = {};
  }
  if (x.unwanted && !std::exchange(x.told, true))
    todo_.cancels.emplace_back(x.result.task, x.unwanted);
}

void book::hear_unreachable(job& x, const task_entry& entry, time_point now) {
  auto first = x.now == phase::waiting && x.result.node.empty();
  if (!first && (x.now != phase::running || x.result.node != entry.node))
    return;
  x.result.node = entry.node;
  doubt(x, make_error(ec::unavailable, entry.node + " is out of reach"), now);
}

void book::hear_end(job& x, const task_entry& entry, time_point now) {
  x.judged = entry.now.at.epoch;
  x.result.node = entry.node;
  switch (entry.outcome) {
    case run_outcome::succeeded:
      return end(x, run_outcome::succeeded, {});
    case run_outcome::cancelled:
      call_off(x, entry.cause);
      return end(x, run_outcome::cancelled, entry.cause);
    default:
      return fail(x, entry.cause, now);
  }
}

void book::doubt(job& x, caf::error cause, time_point now) {
  x.now = phase::doubtful;
  x.due = now + grace_;
  x.told = false; // who knows what has arrived
  x.result.cause = std::move(cause);
  note(log_level::warning, x, to_text(x.result.cause));
}

/// Whoever has fenced it off shows it soon; if nobody does, a person must look.
void book::fail(job& x, const caf::error& cause, time_point now) {
  if (x.now != phase::doubtful && has_code(cause, ec::fenced))
    return doubt(x, cause, now);
  if (x.unwanted)
    return end(x, run_outcome::cancelled, x.unwanted);
  std::optional<caf::timespan> pause;
  try { // the job has a say, too
    pause = x.restarts.next(cause, now);
  } catch (...) {
    note(log_level::warning, x, "nobody knows whether a start can help");
  }
  if (!pause)
    return end(x, run_outcome::failed, cause);
  note(log_level::warning, x, "to be started again: " + to_text(cause));
  x.now = phase::waiting;
  x.due = now + *pause;
}

void book::end(job& x, run_outcome how, caf::error cause) {
  x.now = phase::ended;
  x.result.outcome = how;
  x.result.cause = std::move(cause);
  note(how == run_outcome::succeeded ? log_level::info : log_level::warning, x,
       x.result.cause ? to_string(how) + ": " + to_text(x.result.cause)
                      : to_string(how));
}

} // namespace status::placing
