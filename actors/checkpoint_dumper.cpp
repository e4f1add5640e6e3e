#include "actors/checkpoint_dumper.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "actors/dumper_step.hpp"
#include "actors/loops_base.hpp"

namespace status {

namespace dumper {

namespace {

// A task's answer that decides nothing long.
constexpr caf::timespan patience = std::chrono::seconds{10};

// The owner asks the holder, and answers when that is silent.
constexpr caf::timespan judge_patience = 2 * patience;

enum due : uint32_t { tick_due, expiry_due };

using save_promise = caf::typed_response_promise<attempt_record>;

struct memory;

struct job : loop_job {
  memory* home = nullptr;
  std::array<recorder_actor, 2> recorders; // an invalid one hears nothing
  dumper::record* record = nullptr;
  shim::question asked{}; // the last one

  // What most jobs never have.
  struct more {
    std::vector<shim::question> expired; // may still be answered
    std::vector<save_promise> asking;    // for an attempt that begins later
    std::vector<save_promise> riding;    // with the attempt in flight
  };

  std::unique_ptr<more> rest;
};

struct memory : loop_base<memory, job, dumper_setup> {
  static constexpr const char* name = "status.checkpoint_dumper";
  static constexpr bool wakes_many = true;

  memory(ticking_actor::pointer self, dumper_setup setup)
    : loop_base(self, std::move(setup)) {
    // nop
  }

  // -- events ------------------------------------------------------------------

  /// May forget the job: nobody uses it after this.
  void on(job& x, const any_event& event) {
    auto& record = *x.record;
    step(record, event, now, wall, todo);
    for (auto& what : todo)
      std::visit([this, &x](auto& y) { perform(x, y); }, what);
    todo.clear();
    if (!record.in_flight)
      x.due[expiry_due].clear();
    if (record.now == phase::ended)
      x.due[tick_due].clear();
    if (over(record))
      drop(x);
  }

  void drop(job& x) {
    shim::forget(self, x.asked);
    if (x.rest != nullptr)
      for (const auto& question : x.rest->expired)
        shim::forget(self, question);
    with.book->records.erase(x.key);
    forget(x);
  }

  void obey(job& x, loop_order& what) {
    switch (what.word) {
      case loop_word::join:
        return;
      case loop_word::begin: {
        snapshot known;
        known.current = what.now;
        known.at.epoch = what.epoch;
        return on(x, event::subscribed{std::move(known), what.last_attempt});
      }
      case loop_word::moved:
        return on(x, event::moved{what.now});
      case loop_word::stop:
        return on(x, event::stop{what.how});
      case loop_word::abort:
        return on(x, event::abort{});
      case loop_word::holder_down:
        return on(x, event::holder_down{what.cause});
    }
  }

  void join(const loop_order& x) {
    auto& book = *with.book;
    auto [i, fresh]
      = book.records.try_emplace(x.key, begin(book.opts, time_point{x.origin}));
    if (!fresh)
      resume(i->second);
    auto& added = add(x);
    added.home = this;
    added.recorders = {caf::actor_cast<recorder_actor>(x.holder),
                       caf::actor_cast<recorder_actor>(x.metrics)};
    added.record = &i->second;
  }

  void on_due(job& x, uint32_t what) {
    if (what == tick_due)
      on(x, event::tick{});
    else if (x.record->in_flight)
      on(x, event::expire{x.record->in_flight->id});
  }

  /// Without the owner nobody is told any more; one line for all is enough.
  void lose_owner(const caf::error& reason) {
    wake();
    auto said = false;
    for (auto i = jobs.begin(); i != jobs.end();) {
      auto& x = (i++)->second; // which forgets itself
      if (said || x.record->now == phase::ended) {
        on(x, event::abort{});
      } else {
        said = true;
        on(x, event::owner_down{reason});
      }
    }
    self->quit();
  }

  void wake() {
    loop_base::wake();
    wall = caf::make_timestamp();
  }

  // -- actions -----------------------------------------------------------------

  void perform(job& x, const action::arm_tick& y) {
    set(x, tick_due, y.when);
  }

  void perform(job& x, const action::arm_expiry& y) {
    set(x, expiry_due, y.when);
  }

  void perform(job& x, const action::ask_task& y) {
    const auto& expired = x.record->expired;
    if (!expired.empty() && expired.back() + 1 == y.which.id)
      rest_of(x).expired.emplace_back(x.asked);
    if (x.rest != nullptr) {
      if (expired.empty())
        x.rest->expired.clear();                          // answered by now
      x.rest->riding = std::exchange(x.rest->asking, {}); // the others were
    }
    // The step has a timeout of its own; what comes after it is a late answer.
    // Who drops the job forgets the question.
    x.asked = shim::ask<checkpoint>(
      self, x.task,
      [&x, id = y.which.id](caf::expected<checkpoint> z) {
        x.home->answer(x, id, std::move(z));
      },
      atom::dump_v, y.which);
  }

  static job::more& rest_of(job& x) {
    if (x.rest == nullptr)
      x.rest = std::make_unique<job::more>();
    return *x.rest;
  }

  void answer(job& x, uint64_t id, caf::expected<checkpoint> what) {
    wake();
    // The watcher's monitor sees a death, too, and knows why.
    if (what || what.error() != caf::sec::request_receiver_down)
      on(x, event::answer{id, std::move(what)});
    settle();
  }

  void perform(job& x, const action::settle& y) {
    for (const auto& recorder : x.recorders)
      if (recorder)
        shim::anon_mail(atom::record_v, y.outcome).send(recorder);
    if (y.outcome.result == attempt_result::late || x.rest == nullptr)
      return;
    for (auto& promise : std::exchange(x.rest->riding, {}))
      if (y.outcome.result == attempt_result::ok)
        promise.deliver(y.outcome);
      else
        promise.deliver(y.outcome.cause);
  }

  void perform(job& x, const action::refuse& y) {
    if (x.rest == nullptr)
      return;
    for (auto* promises : {&x.rest->riding, &x.rest->asking})
      for (auto& promise : std::exchange(*promises, {}))
        promise.deliver(y.why);
  }

  void perform(job& x, const action::ask_judge& y) {
    shim::mail(self, atom::fail_v, x.key, y.cause)
      .request(with.owner, judge_patience)
      .then([this, key = x.key](
              verdict& z) { learn(key, event::ruled{std::move(z)}); },
            [this, key = x.key](caf::error& err) {
              learn(key, event::ruled{std::move(err)});
            });
  }

  void perform(job& x, const action::ask_throttle&) {
    shim::mail(self, atom::progress_v)
      .request(x.task, patience)
      .then(
        [this, key = x.key](const progress& y) {
          learn(key, event::throttled{y.throttling.throttled});
        },
        // Nobody says that it is throttled.
        [this, key = x.key](const caf::error&) {
          learn(key, event::throttled{false});
        });
  }

  /// An answer to a question that is not forgotten with its job.
  void learn(uint64_t key, const any_event& what) {
    wake();
    if (auto* x = find(key))
      on(*x, what);
    settle();
  }

  void perform(job&, const action::write& x) {
    write(x.what);
  }

  void perform(job& x, action::finish& y) {
    auto waits = !x.record->expired.empty();
    ends.all.emplace_back(loop_end{x.key, std::move(y.how), waits});
  }

  // -- behavior ----------------------------------------------------------------

  caf::result<attempt_record> save(uint64_t key) {
    wake();
    auto* x = find(key);
    if (x == nullptr)
      return make_error(ec::past_cut_over, "no more checkpoints");
    auto promise = self->make_response_promise<save_promise>();
    rest_of(*x).asking.emplace_back(promise);
    on(*x, event::demand{});
    settle();
    return promise;
  }

  ticking_actor::behavior_type make_behavior();

  caf::timestamp wall{}; // as `now`
  actions todo;          // empty but during an event
};

ticking_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, with.owner,
                [this](const caf::error& reason) { lose_owner(reason); });
  return {
    [this](loop_orders& x) { hear(x); },
    [this](atom::save, uint64_t key) { return save(key); },
    [this](atom::tick x, int64_t when) { hear(x, when); },
  };
}

} // namespace

} // namespace dumper

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup) {
  return shim::spawn<dumper::memory>(sys, std::move(setup));
}

} // namespace status
