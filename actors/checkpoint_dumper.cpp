#include "actors/checkpoint_dumper.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/dumper_step.hpp"

namespace status {

namespace {

// A task's answer that decides nothing long.
constexpr caf::timespan patience = std::chrono::seconds{10};

// The owner asks the holder, and answers when that is silent.
constexpr caf::timespan judge_patience = 2 * patience;

enum due : uint64_t { tick_due, expiry_due };

using save_promise = caf::typed_response_promise<attempt_record>;

struct job {
  task_actor task;
  std::array<recorder_actor, 2> recorders; // an invalid one hears nothing
  dumper::record* record = nullptr;
  agenda::place tick;
  agenda::place expiry;
  std::vector<std::pair<uint64_t, shim::question>> asked; // by attempts
  std::vector<save_promise> asking; // for an attempt that begins later
  std::vector<save_promise> riding; // with the attempt in flight
};

struct memory {
  static constexpr const char* name = "status.checkpoint_dumper";
  static constexpr bool wakes_many = true;

  memory(ticking_actor::pointer self, dumper_setup setup)
    : self(self), with(std::move(setup)), plan(self->clock().now(), with.grid) {
    shim::harden(self);
  }

  // -- events ------------------------------------------------------------------

  void on(uint64_t key, const dumper::any_event& event) {
    auto i = jobs.find(key);
    if (i == jobs.end())
      return;
    auto& x = i->second;
    for (auto& y : dumper::step(*x.record, event, self->clock().now(),
                                caf::make_timestamp()))
      std::visit([this, key, &x](auto& z) { perform(key, x, z); }, y);
    if (!x.record->in_flight)
      plan.erase(x.expiry);
    if (x.record->now == dumper::phase::ended)
      plan.erase(x.tick);
    if (dumper::over(*x.record)) {
      for (const auto& [id, question] : x.asked)
        shim::forget(self, question);
      jobs.erase(i);
      with.book->erase(key);
    }
  }

  void obey(loop_order& x) {
    switch (x.word) {
      case loop_word::join:
        return join(x);
      case loop_word::begin: {
        snapshot now;
        now.current = x.now;
        now.at.epoch = x.epoch;
        return on(x.key,
                  dumper::event::subscribed{std::move(now), x.last_attempt});
      }
      case loop_word::moved:
        return on(x.key, dumper::event::moved{x.now});
      case loop_word::stop:
        return on(x.key, dumper::event::stop{x.how});
      case loop_word::abort:
        return on(x.key, dumper::event::abort{});
      case loop_word::holder_down:
        return on(x.key, dumper::event::holder_down{x.cause});
    }
  }

  void join(const loop_order& x) {
    auto origin = dumper::time_point{x.origin};
    auto [i, fresh]
      = with.book->try_emplace(x.key, dumper::begin(with.opts, origin));
    if (!fresh)
      dumper::resume(i->second);
    job added;
    added.task = caf::actor_cast<task_actor>(x.task);
    added.recorders = {caf::actor_cast<recorder_actor>(x.holder),
                       caf::actor_cast<recorder_actor>(x.metrics)};
    added.record = &i->second;
    added.tick = added.expiry = plan.none();
    jobs.emplace(x.key, std::move(added));
  }

  void on_due(const agenda::item& x) {
    auto i = jobs.find(x.key);
    if (i == jobs.end())
      return;
    if (x.what == tick_due) {
      i->second.tick = plan.none();
      return on(x.key, dumper::event::tick{x.number});
    }
    i->second.expiry = plan.none();
    on(x.key, dumper::event::expire{x.number});
  }

  /// Without the owner nobody is told any more; one line for all is enough.
  void lose_owner(const caf::error& reason) {
    auto said = false;
    std::vector<uint64_t> keys;
    for (const auto& [key, x] : jobs)
      keys.emplace_back(key);
    for (auto key : keys)
      if (said || jobs.at(key).record->now == dumper::phase::ended) {
        on(key, dumper::event::abort{});
      } else {
        said = true;
        on(key, dumper::event::owner_down{reason});
      }
    self->quit();
  }

  /// After whatever has happened: last words, and the next alarm.
  void settle() {
    if (!ends.all.empty())
      shim::mail(self, std::exchange(ends, {})).send(with.owner);
    arm<ticking_actor>(self, plan);
  }

  // -- actions -----------------------------------------------------------------

  void perform(uint64_t key, job& x, const dumper::action::arm_tick& y) {
    plan.erase(x.tick);
    x.tick = plan.add(y.when, {key, tick_due, y.generation});
  }

  void perform(uint64_t key, job& x, const dumper::action::arm_expiry& y) {
    plan.erase(x.expiry);
    x.expiry = plan.add(y.when, {key, expiry_due, y.id});
  }

  void perform(uint64_t key, job& x, const dumper::action::ask_task& y) {
    x.riding = std::exchange(x.asking, {}); // who rode before was answered
    // The step has a timeout of its own; what comes after it is a late answer.
    auto question = shim::ask<checkpoint>(
      self, x.task,
      [this, key, id = y.which.id](caf::expected<checkpoint> z) {
        note_answer(key, id);
        // The watcher's monitor sees a death, too, and knows why.
        if (z || z.error() != caf::sec::request_receiver_down)
          on(key, dumper::event::answer{id, std::move(z)});
        settle();
      },
      atom::dump_v, y.which);
    x.asked.emplace_back(y.which.id, question);
  }

  void note_answer(uint64_t key, uint64_t id) {
    auto i = jobs.find(key);
    if (i == jobs.end())
      return;
    auto& all = i->second.asked;
    all.erase(std::find_if(all.begin(), all.end(),
                           [id](const auto& x) { return x.first == id; }));
  }

  void perform(uint64_t, job& x, const dumper::action::settle& y) {
    for (const auto& recorder : x.recorders)
      shim::anon_mail(atom::record_v, y.outcome).send(recorder);
    if (y.outcome.result == attempt_result::late)
      return;
    for (auto& promise : std::exchange(x.riding, {}))
      if (y.outcome.result == attempt_result::ok)
        promise.deliver(y.outcome);
      else
        promise.deliver(y.outcome.cause);
  }

  void perform(uint64_t, job& x, const dumper::action::refuse& y) {
    for (auto* promises : {&x.riding, &x.asking})
      for (auto& promise : std::exchange(*promises, {}))
        promise.deliver(y.why);
  }

  void perform(uint64_t key, job&, const dumper::action::ask_judge& x) {
    shim::mail(self, atom::fail_v, key, x.cause)
      .request(with.owner, judge_patience)
      .then(
        [this, key](verdict& y) {
          on(key, dumper::event::ruled{std::move(y)});
          settle();
        },
        [this, key](caf::error& err) {
          on(key, dumper::event::ruled{std::move(err)});
          settle();
        });
  }

  void perform(uint64_t key, job& x, const dumper::action::ask_throttle&) {
    shim::mail(self, atom::progress_v)
      .request(x.task, patience)
      .then(
        [this, key](const progress& y) {
          on(key, dumper::event::throttled{y.throttling.throttled});
          settle();
        },
        // Nobody says that it is throttled.
        [this, key](const caf::error&) {
          on(key, dumper::event::throttled{false});
          settle();
        });
  }

  void perform(uint64_t, job&, const dumper::action::write& x) {
    log(with.log, x.what);
  }

  void perform(uint64_t key, job& x, dumper::action::finish& y) {
    auto waits = !x.record->expired.empty();
    ends.all.emplace_back(loop_end{key, std::move(y.how), waits});
  }

  // -- behavior ----------------------------------------------------------------

  caf::result<attempt_record> save(uint64_t key) {
    auto i = jobs.find(key);
    if (i == jobs.end())
      return make_error(ec::past_cut_over, "no more checkpoints");
    auto promise = self->make_response_promise<save_promise>();
    i->second.asking.emplace_back(promise);
    on(key, dumper::event::demand{});
    settle();
    return promise;
  }

  ticking_actor::behavior_type make_behavior();

  ticking_actor::pointer self;
  dumper_setup with;
  agenda plan;
  std::unordered_map<uint64_t, job> jobs;
  loop_ends ends; // not sent yet
};

ticking_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, with.owner,
                [this](const caf::error& reason) { lose_owner(reason); });
  return {
    [this](loop_orders& x) {
      for (auto& order : x.all)
        obey(order);
      settle();
    },
    [this](atom::save, uint64_t key) { return save(key); },
    [this](atom::tick, int64_t when) {
      on_alarm(plan, when, [this](const agenda::item& x) { on_due(x); });
      settle();
    },
  };
}

} // namespace

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup) {
  return shim::spawn<memory>(sys, std::move(setup));
}

} // namespace status
