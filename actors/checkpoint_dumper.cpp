#include "actors/checkpoint_dumper.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "actors/dumper_step.hpp"

namespace status {

namespace {

// Answers of the holder and the task that decide nothing long. A holder that
// takes longer has died for all we know.
constexpr caf::timespan patience = std::chrono::seconds{10};

// The judge asks the holder, and answers when that is silent.
constexpr caf::timespan judge_patience = 2 * patience;

using dumper_actor
  = shim::extend<loop_actor, caf::result<void>(atom::tick, uint64_t),
                 caf::result<void>(atom::expire, uint64_t)>;

using save_promise = caf::typed_response_promise<attempt_record>;

uint64_t newest_id(const attempt_history& x) {
  uint64_t result = 0; // not the last one: a late answer comes after others
  for (const auto& y : x.attempts)
    result = std::max(result, y.which.id);
  return result;
}

struct memory {
  static constexpr const char* name = "status.checkpoint_dumper";

  memory(dumper_actor::pointer self, dumper_setup setup)
    : self(self), with(std::move(setup)) {
    shim::harden(self);
  }

  // -- events ------------------------------------------------------------------

  void on(const dumper::any_event& event) {
    for (auto& x : dumper::step(*with.record, event, self->clock().now(),
                                caf::make_timestamp()))
      std::visit([this](auto& y) { perform(y); }, x);
    if (dumper::over(*with.record))
      self->quit();
  }

  void on_failure(uint64_t id, caf::error& err) {
    // The watcher's monitor sees a death, too, and knows why.
    if (err != caf::sec::request_receiver_down)
      on(dumper::event::answer{id, std::move(err)});
  }

  // -- actions -----------------------------------------------------------------

  void perform(const dumper::action::arm_tick& x) {
    shim::mail(self, atom::tick_v, x.generation).schedule(x.when).send(me());
  }

  void perform(const dumper::action::arm_expiry& x) {
    shim::mail(self, atom::expire_v, x.id).schedule(x.when).send(me());
  }

  void perform(const dumper::action::ask_task& x) {
    riding = std::exchange(asking, {}); // who rode before has been answered
    auto id = x.which.id;
    // The step has a timeout of its own; what comes after it is a late answer.
    shim::mail(self, atom::dump_v, x.which)
      .request(with.task, caf::infinite)
      .then(
        [this, id](checkpoint& y) {
          on(dumper::event::answer{id, std::move(y)});
        },
        [this, id](caf::error& err) { on_failure(id, err); });
  }

  void perform(const dumper::action::settle& x) {
    for (const auto& recorder : with.recorders)
      shim::anon_mail(atom::record_v, x.outcome).send(recorder);
    if (x.outcome.result == attempt_result::late)
      return;
    for (auto& promise : std::exchange(riding, {}))
      if (x.outcome.result == attempt_result::ok)
        promise.deliver(x.outcome);
      else
        promise.deliver(x.outcome.cause);
  }

  void perform(const dumper::action::refuse& x) {
    for (auto* promises : {&riding, &asking})
      for (auto& promise : std::exchange(*promises, {}))
        promise.deliver(x.why);
  }

  void perform(const dumper::action::ask_judge& x) {
    shim::mail(self, atom::fail_v, x.cause)
      .request(with.judge, judge_patience)
      .then(
        [this](verdict& y) { on(dumper::event::ruled{std::move(y)}); },
        [this](caf::error& err) { on(dumper::event::ruled{std::move(err)}); });
  }

  void perform(const dumper::action::ask_throttle&) {
    shim::mail(self, atom::progress_v)
      .request(with.task, patience)
      .then(
        [this](const progress& x) {
          on(dumper::event::throttled{x.throttling.throttled});
        },
        // Nobody says that it is throttled.
        [this](const caf::error&) { on(dumper::event::throttled{false}); });
  }

  void perform(const dumper::action::write& x) {
    log(with.log, x.what);
  }

  void perform(const dumper::action::finish& x) {
    shim::mail(self, atom::done_v, x.how).send(with.owner);
  }

  // -- behavior ----------------------------------------------------------------

  dumper_actor me() const {
    return caf::actor_cast<dumper_actor>(self);
  }

  void begin() {
    shim::monitor(self, with.owner, [this](const caf::error& reason) {
      on(dumper::event::owner_down{reason});
    });
    shim::monitor(self, with.holder, [this](const caf::error& reason) {
      on(dumper::event::holder_down{
        wrap(ec::holder_down, "the state holder ended", reason)});
    });
    // First what was tried before this watch: who subscribes hears of the rest.
    shim::mail(self, atom::history_v)
      .request(with.holder, patience)
      .then([this](const attempt_history& x) { subscribe(newest_id(x)); },
            [this](const caf::error& err) { lose_holder(err); });
  }

  void subscribe(uint64_t used) {
    shim::mail(self, atom::subscribe_v, subscriber_actor{me()})
      .request(with.holder, patience)
      .then(
        [this, used](snapshot& x) {
          on(dumper::event::subscribed{std::move(x), used});
        },
        [this](const caf::error& err) { lose_holder(err); });
  }

  void lose_holder(const caf::error& silent) {
    on(dumper::event::holder_down{
      wrap(ec::holder_down, "the state holder is silent", silent)});
  }

  dumper_actor::behavior_type make_behavior();

  dumper_actor::pointer self;
  dumper_setup with;
  std::vector<save_promise> asking; // for an attempt that begins later
  std::vector<save_promise> riding; // with the attempt in flight
};

dumper_actor::behavior_type memory::make_behavior() {
  begin();
  return {
    [this](const transition& x) { on(dumper::event::moved{x.to}); },
    [this](atom::stop, const stop_order& x) { on(dumper::event::stop{x}); },
    [this](atom::abort) { on(dumper::event::abort{}); },
    [this](atom::save) {
      auto promise = self->make_response_promise<save_promise>();
      asking.emplace_back(promise);
      on(dumper::event::demand{});
      return promise;
    },
    [this](atom::tick, uint64_t generation) {
      on(dumper::event::tick{generation});
    },
    [this](atom::expire, uint64_t id) { on(dumper::event::expire{id}); },
  };
}

} // namespace

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup) {
  return shim::spawn<memory>(sys, std::move(setup));
}

} // namespace status
