#include "desk_fixture.hpp"

#include <algorithm>
#include <utility>

namespace status::test {

namespace {

using job_actor
  = shim::extend<supervisor_actor, caf::result<void>(atom::done, run_result)>;

class playing {
public:
  static constexpr const char* name = "test.job";

  playing(job_actor::pointer self, scripted_job_ptr what)
    : self(self), what(std::move(what)) {
    shim::harden(self);
  }

  /// The answer, or the refusal.
  template <class T>
  caf::result<T> obey(const std::string& command, T answer) {
    what->asked.emplace_back(command);
    if (what->refusal)
      return what->refusal;
    return answer;
  }

  template <class T>
  caf::result<T> hang() {
    using promise = caf::typed_response_promise<T>;
    auto result = self->make_response_promise<promise>();
    auto kept = std::make_shared<promise>(result);
    hung.emplace_back(kept);
    return result;
  }

  caf::result<run_result> wait() {
    using promise = caf::typed_response_promise<run_result>;
    waiting.emplace_back(self->make_response_promise<promise>());
    return waiting.back();
  }

  job_actor::behavior_type make_behavior();

  job_actor::pointer self;
  scripted_job_ptr what;
  std::vector<std::shared_ptr<void>> hung;
  std::vector<caf::typed_response_promise<progress>> slow;
  std::vector<caf::typed_response_promise<run_result>> waiting;
};

job_actor::behavior_type playing::make_behavior() {
  return {
    [this](atom::wait) { return wait(); },
    [this](atom::stop, const stop_order&) { return wait(); },
    [this](atom::cancel, const caf::error& cause) {
      return obey("cancel " + to_text(cause), verdict{true, cause});
    },
    [this](atom::subscribe, const subscriber_actor& who) {
      what->subscribers.emplace_back(who);
      return what->now;
    },
    [](atom::leave, const subscriber_actor&) {},
    [this](atom::steer, const steering_order& word) {
      what->now.wanted = apply(what->now.wanted, word, caf::make_timestamp());
      return obey(to_string(word.word), what->now.wanted);
    },
    [this](atom::save) -> caf::result<attempt_record> {
      if (!what->save_hangs)
        return obey("save", what->now.last_saved);
      what->asked.emplace_back("save");
      return hang<attempt_record>();
    },
    [this](atom::progress) -> caf::result<progress> {
      ++what->questions;
      if (!what->progress_hangs)
        return what->progress;
      using promise = caf::typed_response_promise<progress>;
      slow.emplace_back(self->make_response_promise<promise>());
      return slow.back();
    },
    [this](atom::get) {
      ++what->looks;
      return what->now;
    },
    [this](atom::history) {
      for (auto& promise : std::exchange(slow, {}))
        promise.deliver(what->progress);
      return obey("history", what->history);
    },
    [this](atom::done, const run_result& x) {
      for (auto& promise : waiting)
        promise.deliver(x);
      self->quit();
    },
  };
}

using inner_listener
  = shim::extend<listener_actor, caf::result<void>(atom::done)>;

class listening {
public:
  static constexpr const char* name = "test.listener";

  listening(inner_listener::pointer self, mailbox_ptr what)
    : self(self), what(std::move(what)) {
    shim::harden(self);
  }

  inner_listener::behavior_type make_behavior() {
    return {
      [this](const task_updates& x) -> caf::result<void> {
        what->take(x);
        if (what->answers)
          return caf::unit;
        hung = self->make_response_promise();
        return caf::delegated<void>{};
      },
      [this](atom::done) { hung.deliver(caf::make_message()); },
    };
  }

  inner_listener::pointer self;
  mailbox_ptr what;
  caf::response_promise hung;
};

} // namespace

transition scripted_job::enter(state to) {
  transition event;
  event.at = {now.at.epoch, now.at.sequence + 1};
  event.from = now.current;
  event.to = to;
  event.when = caf::make_timestamp();
  if (to == state::err_cleanup)
    event.cause = make_error(ec::unavailable, "oops");
  note(now, event);
  for (const auto& subscriber : subscribers)
    caf::anon_send(subscriber, event);
  return event;
}

void scripted_job::restart(uint64_t epoch) {
  auto wanted = now.wanted;
  now = {};
  now.at.epoch = epoch;
  now.wanted = wanted;
}

void mailbox::take(const task_updates& batch) {
  batches.emplace_back(batch);
  for (const auto& task : batch.forgotten) {
    forgotten.emplace_back(task);
    entries.erase(task);
  }
  for (const auto& x : batch.updates) {
    entries[x.entry.task] = x.entry;
    if (x.reset)
      resets.emplace_back(x.entry.task);
    auto& known = events[x.entry.task];
    known.insert(known.end(), x.missed.begin(), x.missed.end());
  }
}

size_t mailbox::empty_batches() const {
  return static_cast<size_t>(
    std::count_if(batches.begin(), batches.end(), [](const task_updates& x) {
      return x.updates.empty() && x.forgotten.empty();
    }));
}

desk_fixture::desk_fixture() {
  options.node = "db1:42";
  options.log = log;
  desk = spawn(options);
}

local_desk_actor desk_fixture::spawn(desk_options with) {
  auto result = spawn_desk(sys, std::move(with));
  owned.emplace_back(caf::actor_cast<caf::actor>(result));
  settle();
  return result;
}

scripted_job_ptr desk_fixture::spawn_job(uint64_t epoch) {
  auto result = std::make_shared<scripted_job>();
  result->now.at.epoch = epoch;
  auto actor = shim::spawn<playing>(sys, result);
  result->actor = actor;
  result->end = [this, actor](const run_result& x) {
    caf::anon_send(actor, atom::done_v, x);
    settle();
  };
  owned.emplace_back(caf::actor_cast<caf::actor>(actor));
  return jobs.emplace_back(result);
}

caf::error desk_fixture::add(const std::string& task, const desk_job& what) {
  return order(desk, atom::add_v, task, what);
}

scripted_job_ptr desk_fixture::add(const std::string& task, uint64_t epoch) {
  auto result = spawn_job(epoch);
  if (auto err = add(task, desk_job{result->actor}))
    CAF_FAIL("cannot add: " << to_text(err));
  return result;
}

mailbox_ptr desk_fixture::spawn_mailbox() {
  auto result = std::make_shared<mailbox>();
  auto actor = shim::spawn<listening>(sys, result);
  result->actor = actor;
  result->answer = [actor] { caf::anon_send(actor, atom::done_v); };
  owned.emplace_back(caf::actor_cast<caf::actor>(actor));
  return mailboxes.emplace_back(result);
}

task_entry desk_fixture::entry(const std::string& task) {
  for (const auto& x : list(desk).tasks)
    if (x.task == task)
      return x;
  CAF_FAIL("there is no task " << task);
}

} // namespace status::test
