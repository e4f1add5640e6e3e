#include "actors/desk_scout.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace status::receiving {

namespace scouting {

namespace {

using time_point = caf::actor_clock::time_point;

// Who takes longer is asked again, later and later.
constexpr caf::timespan patience = std::chrono::seconds{10};
constexpr caf::timespan longest_pause = std::chrono::minutes{5};

struct memory {
  static constexpr const char* name = "status.desk_scout";

  memory(scout_actor::pointer self, inner_actor desk, uint64_t id,
         const desk_job& job, caf::timespan interval)
    : self(self),
      desk(std::move(desk)),
      id(id),
      boss(job.supervisor),
      interval(interval),
      due(self->clock().now()) {
    shim::harden(self);
    if (boss)
      this->job = boss;
    else
      this->job = job.watcher;
  }

  scout_actor::behavior_type make_behavior();

  void begin();
  void subscribe();
  void look();
  void ask_progress();
  void on(const snapshot& x);
  void on(const transition& x);
  void keep_history();
  void conclude();
  void lose(const caf::error& reason);
  void finish(const run_result& how);

  scout_actor me() const {
    return caf::actor_cast<scout_actor>(self);
  }

  template <class... Ts>
  void say(Ts&&... xs) {
    shim::mail(self, std::forward<Ts>(xs)...).send(desk);
  }

  scout_actor::pointer self;
  inner_actor desk;
  uint64_t id;
  supervisor_actor boss; // invalid if the job is only watched
  job_actor job;
  caf::timespan interval;
  time_point due;
  bool subscribed = false;
  bool looking = false;    // the holder has not answered yet
  bool asking = false;     // the task has not answered yet
  bool concluding = false; // the end is known
  caf::timespan pause{0};  // before the task is asked again
  time_point ask_again{};
  snapshot seen; // the last one
  state current = state::initial;
  caf::error cause; // of the last run
};

void memory::begin() {
  shim::monitor(self, job, [this](const caf::error& x) { lose(x); });
  if (boss)
    shim::mail(self, atom::wait_v)
      .request(boss, caf::infinite) // or its death is told
      .then([this](const run_result& x) { finish(x); },
            [](const caf::error&) {
              // It has ended without a word, see `lose`.
            });
  shim::mail(self, atom::tick_v).send(me());
}

void memory::subscribe() {
  looking = true;
  shim::mail(self, atom::subscribe_v, subscriber_actor{me()})
    .request(job, patience)
    .then(
      [this](const snapshot& x) {
        looking = false;
        subscribed = true;
        on(x);
        ask_progress();
      },
      [this](const caf::error&) { looking = false; });
}

void memory::look() {
  if (looking || concluding)
    return;
  if (!subscribed)
    return subscribe();
  looking = true;
  shim::mail(self, atom::get_v)
    .request(job, patience)
    .then(
      [this](const snapshot& x) {
        looking = false;
        on(x);
        ask_progress();
      },
      [this](const caf::error&) { looking = false; });
}

void memory::ask_progress() {
  if (asking || concluding || self->clock().now() < ask_again)
    return say(atom::record_v, id, seen);
  asking = true;
  shim::mail(self, atom::progress_v)
    .request(job, patience)
    .then(
      [this](const progress& how_far) {
        asking = false;
        pause = {};
        say(atom::record_v, id, seen, how_far);
      },
      [this, epoch = seen.at.epoch](const caf::error& err) {
        asking = false;
        if (err != caf::sec::request_timeout)
          return say(atom::record_v, id, seen); // between two runs
        if (epoch != seen.at.epoch)
          return; // another run's task was not asked
        pause = std::clamp(2 * pause, patience, longest_pause);
        ask_again = self->clock().now() + pause;
      });
}

void memory::on(const snapshot& x) {
  if (x.at.epoch != seen.at.epoch) { // another run's task may be quicker
    ask_again = {};
    pause = {};
  }
  seen = x;
  if (terminal(x.current) && !terminal(current))
    keep_history();
  current = x.current;
  cause = x.first_cause;
  if (!boss && terminal(current))
    conclude();
}

void memory::on(const transition& x) {
  say(atom::record_v, id, x);
  current = x.to;
  cause = x.cause;
  if (terminal(current))
    keep_history();
  if (!boss && terminal(current))
    conclude();
  else
    look();
}

/// Once the job has ended there is nobody to ask for it.
void memory::keep_history() {
  shim::mail(self, atom::history_v)
    .request(job, patience)
    .then([this](attempt_history& x) { say(atom::record_v, id, std::move(x)); },
          [](const caf::error&) {
            // Then it is not known.
          });
}

/// Nobody says the end of a job that is only watched but its holder.
void memory::conclude() {
  if (std::exchange(concluding, true))
    return;
  auto result = outcome_of(current, cause);
  shim::mail(self, atom::get_v)
    .request(job, patience)
    .then(
      [this, result](snapshot& x) mutable {
        result.last = std::move(x);
        finish(result);
      },
      [this, result](const caf::error&) { finish(result); });
}

void memory::lose(const caf::error& reason) {
  if (concluding)
    return;
  if (!boss) { // the watch has ended, which says nothing of the job
    say(atom::expire_v, id, reason);
    return self->quit();
  }
  finish(outcome_of_killed(current, cause, reason));
}

void memory::finish(const run_result& how) {
  concluding = true;
  say(atom::done_v, id, how);
  self->quit();
}

scout_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](const transition& x) { on(x); },
    [this](atom::get) { look(); },
    [this](atom::tick) {
      look();
      for (auto now = self->clock().now(); due <= now;)
        due += interval;
      shim::mail(self, atom::tick_v).schedule(due).send(me());
    },
  };
}

} // namespace

} // namespace scouting

scout_actor spawn_scout(caf::actor_system& sys, const inner_actor& desk,
                        uint64_t id, const desk_job& job,
                        caf::timespan interval) {
  return shim::spawn<scouting::memory>(sys, desk, id, job, interval);
}

} // namespace status::receiving
