#include <utility>

#include "actors/job_worker.hpp"
#include "actors/supervisor_memory.hpp"
#include "status/messages/report.hpp"

namespace status::supervising {

/// Task and watcher are gone; what the holder says last decides.
void memory::end_run() {
  task = nullptr;
  shim::mail(self, atom::get_v)
    .request(holder, patience)
    .then(
      [this](snapshot& x) {
        result.last = std::move(x);
        if (result.last.last_saved.which.id != 0)
          last_saved = result.last.last_saved;
        wanted = result.last.wanted;
        judge();
      },
      [this](const caf::error& err) {
        give_up(wrap(ec::ownership_ambiguous,
                     "nobody knows whether the cut-over has come", err));
      });
}

void memory::end_run_with(const caf::error& cause) {
  shim::mail(self, atom::fail_v, cause)
    .request(holder, patience)
    .then([this](const verdict&) { end_run(); },
          [this, cause](const caf::error&) { give_up(cause); });
}

void memory::judge() {
  if (result.last.current == state::close)
    return finish(run_outcome::succeeded, {});
  if (cut_over_granted(result.last.current))
    return give_up(make_error(ec::ownership_ambiguous,
                              "the task ended during the cut-over"));
  const auto& cause = result.last.first_cause;
  if (unwanted || has_code(cause, ec::cancelled))
    return finish(run_outcome::cancelled,
                  has_code(cause, ec::cancelled) ? cause : unwanted);
  try { // the job has a say, too
    if (auto pause = policy.next(cause, self->clock().now()))
      return restart_in(*pause, cause);
  } catch (...) {
    warn("nobody knows whether a start can help: "
         + to_text(current_error(ec::unavailable)));
  }
  give_up(cause);
}

void memory::restart_in(caf::timespan pause, const caf::error& cause) {
  warn("the job is started again in " + format_duration(pause) + ": "
       + to_text(cause));
  pausing = true;
  shim::mail(self, atom::tick_v)
    .schedule(self->clock().now() + pause)
    .send(caf::actor_cast<inner_actor>(self));
}

void memory::give_up(const caf::error& cause) {
  warn("the job is not started again: " + to_text(cause),
       {{"outcome", to_string(run_outcome::failed)}});
  finish(run_outcome::failed, cause);
}

void memory::finish(run_outcome how, caf::error cause) {
  ended = true;
  pausing = false;
  result.outcome = how;
  result.cause = std::move(cause);
  answer();
  alive = nullptr;
}

void memory::answer() {
  if (!ended || waiting.empty() || questions > 0)
    return;
  for (auto& promise : std::exchange(waiting, {}))
    promise.deliver(result);
  self->quit();
}

void memory::warn(std::string text, std::vector<log_field> fields) const {
  fields.push_back({"runs", std::to_string(result.runs)});
  log(options.watch.log,
      {log_level::warning, name, std::move(text), std::move(fields)});
}

} // namespace status::supervising
