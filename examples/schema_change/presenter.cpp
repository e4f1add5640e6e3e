#include "schema_change/presenter.hpp"

#include <utility>

namespace schema_change {

namespace presenting {

namespace {

using namespace std::chrono_literals;

namespace atom = status::atom;
namespace shim = status::shim;

constexpr caf::timespan patience = 5s;

struct memory {
  static constexpr const char* name = "schema_change.presenter";

  memory(presenter_actor::pointer self, presenter_setup setup)
    : self(self), with(std::move(setup)) {
    shim::harden(self);
    now.database = with.database;
    now.table = with.table;
  }

  void arm() {
    if (with.to->interval().count() > 0)
      shim::mail(self, atom::tick_v)
        .schedule(self->clock().now() + with.to->interval())
        .send(caf::actor_cast<presenter_actor>(self));
  }

  // One question at a time; the last answer shows all three.

  void ask_holder() {
    shim::mail(self, atom::get_v)
      .request(with.of, patience)
      .then(
        [this](status::snapshot& x) {
          now.holder = std::move(x);
          ask_history();
        },
        [this](const caf::error&) { arm(); });
  }

  void ask_history() {
    shim::mail(self, atom::history_v)
      .request(with.of, patience)
      .then(
        [this](const status::attempt_history& x) {
          tell_attempts(x);
          ask_task();
        },
        [this](const caf::error&) { arm(); });
  }

  void ask_task() {
    shim::mail(self, atom::progress_v)
      .request(with.of, patience)
      .then(
        [this](status::progress& x) {
          now.task = std::move(x);
          show(true);
        },
        [this](const caf::error&) { show(false); });
  }

  void tell_attempts(const status::attempt_history& x) {
    for (const auto& attempt : x.attempts)
      if (seen < attempt.which) {
        seen = attempt.which;
        with.to->on_attempt(attempt);
      }
  }

  void show(bool running) {
    now.running = running || status::terminal(now.holder.current);
    now.numbers = with.numbers();
    with.to->on_view(now);
    arm();
  }

  presenter_actor::behavior_type make_behavior() {
    if (with.to->interval().count() > 0)
      ask_holder();
    return {
      [this](const status::transition& x) { with.to->on_transition(x); },
      [this](atom::tick) { ask_holder(); },
      [this](atom::stop) {
        self->quit();
        return true;
      },
    };
  }

  presenter_actor::pointer self;
  presenter_setup with;
  view now;
  status::attempt seen; // the last one that was told
};

} // namespace

} // namespace presenting

presenter_actor spawn_presenter(caf::actor_system& sys, presenter_setup setup) {
  return status::shim::spawn<presenting::memory>(sys, std::move(setup));
}

} // namespace schema_change
