#include "fixture.hpp"

#include "grouped.hpp"

#include <caf/local_actor.hpp>

#include <algorithm>
#include <deque>

namespace status::test {

namespace {

// A promise may only be kept inside a handler of its actor.
using scripted_task_actor
  = shim::extend<task_actor,
                 caf::result<void>(atom::dump, checkpoint, caf::error)>;

class scripted_task {
public:
  static constexpr const char* name = "test.task";

  scripted_task(scripted_task_actor::pointer self, script_ptr what)
    : self(self), what(std::move(what)) {
    shim::harden(self);
  }

  caf::result<checkpoint> dump(const attempt& which) {
    what->attempts.emplace_back(which);
    if (what->during_dump)
      what->during_dump();
    if (what->dump) {
      if (*what->dump)
        return **what->dump;
      return what->dump->error();
    }
    hung_dumps.emplace_back(
      self->make_response_promise<caf::typed_response_promise<checkpoint>>());
    auto me = caf::actor_cast<scripted_task_actor>(self);
    what->answer_hung_dump = [me](const caf::expected<checkpoint>& x) {
      if (x)
        caf::anon_send(me, atom::dump_v, *x, caf::error{});
      else
        caf::anon_send(me, atom::dump_v, checkpoint{}, x.error());
    };
    return hung_dumps.back();
  }

  void end_hung_dump(const checkpoint& saved, const caf::error& err) {
    if (hung_dumps.empty())
      return;
    if (err)
      hung_dumps.front().deliver(err);
    else
      hung_dumps.front().deliver(saved);
    hung_dumps.pop_front();
  }

  caf::result<std::string> report() {
    ++what->reports;
    if (what->report) {
      if (*what->report)
        return **what->report;
      return what->report->error();
    }
    hung.emplace_back(
      self->make_response_promise<caf::typed_response_promise<std::string>>());
    return hung.back();
  }

  scripted_task_actor::behavior_type make_behavior() {
    return {
      [this](atom::progress) { return what->progress; },
      [this](atom::report) { return report(); },
      [this](atom::dump, const attempt& which) { return dump(which); },
      [this](atom::cancel, const caf::error& cause) {
        what->cancels.emplace_back(cause);
      },
      [this](atom::steer, const steering& x) -> caf::result<steering> {
        what->words.emplace_back(x);
        if (what->cannot_store)
          return what->cannot_store;
        return x;
      },
      [this](atom::dump, const checkpoint& saved, const caf::error& err) {
        end_hung_dump(saved, err);
      },
    };
  }

  scripted_task_actor::pointer self;
  script_ptr what;
  std::deque<caf::typed_response_promise<checkpoint>> hung_dumps;
  std::vector<caf::typed_response_promise<std::string>> hung;
};

class recording_subscriber {
public:
  static constexpr const char* name = "test.subscriber";

  recording_subscriber(subscriber_actor::pointer,
                       std::shared_ptr<std::vector<transition>> events)
    : events(std::move(events)) {
    // nop
  }

  subscriber_actor::behavior_type make_behavior() {
    return {[this](const transition& x) { events->emplace_back(x); }};
  }

  std::shared_ptr<std::vector<transition>> events;
};

} // namespace

size_t recording_log::count(log_level level, const std::string& part,
                            const std::string& component) const {
  return static_cast<size_t>(
    std::count_if(records.begin(), records.end(), [&](const log_record& x) {
      return x.level == level && x.text.find(part) != std::string::npos
             && (component.empty() || x.component == component);
    }));
}

std::vector<std::string> recording_log::texts(
  const std::string& component) const {
  std::vector<std::string> result;
  for (const auto& x : records)
    if (x.component == component)
      result.emplace_back(x.text);
  return result;
}

fixture::fixture()
  : holder(spawn_state_holder(sys)), task(spawn_scripted_task(task_script)) {
  owned.emplace_back(caf::actor_cast<caf::actor>(holder.actor));
  settle();
}

fixture::~fixture() {
  job.during_dump = nullptr;
  job.answer_hung_dump = nullptr;
  if (watcher)
    ask<watch_result>(watcher, atom::abort_v);
  for (const auto& x : owned)
    caf::anon_send_exit(x, caf::exit_reason::kill);
  settle();
}

std::shared_ptr<std::optional<caf::error>> fixture::begin_order_with(
  const caf::actor& whom, caf::message order) {
  auto answer = std::make_shared<std::optional<caf::error>>();
  ask_with(whom, std::move(order),
           {[answer] { answer->emplace(); },
            [answer](const caf::error& x) { answer->emplace(x); }});
  return answer;
}

void fixture::ask_with(const caf::actor& whom, caf::message question,
                       caf::behavior on_answer) {
  auto asker = sys.spawn([=](caf::event_based_actor* me) {
    auto id = me->request(whom, caf::infinite, question).id();
    me->add_multiplexed_response_handler(id, on_answer);
  });
  owned.emplace_back(caf::actor_cast<caf::actor>(asker));
  settle();
}

void fixture::settle() {
  do
    look();
  while (sched.try_run_once());
}

/// Whoever has just been spawned is about to run.
void fixture::look() {
  auto newest = newest_;
  for (auto* job : sched.jobs)
    if (auto* who = dynamic_cast<caf::local_actor*>(job);
        who != nullptr && who->id() > newest_) {
      newest = std::max(newest, who->id());
      if (std::string name = who->name(); name.rfind("status.", 0) == 0)
        spawned_[name] = who->address();
    }
  newest_ = newest;
}

void fixture::pass(caf::timespan duration, caf::timespan step) {
  settle();
  while (duration.count() > 0) {
    auto part = std::min(duration, step);
    sched.advance_time(part);
    settle();
    duration -= part;
  }
}

caf::actor fixture::last_of(const std::string& name) const {
  auto i = spawned_.find(name);
  auto result = i == spawned_.end() ? caf::actor{}
                                    : caf::actor_cast<caf::actor>(i->second);
  if (!result)
    CAF_FAIL("no actor of this name: " << name);
  return result;
}

task_actor fixture::spawn_scripted_task(script_ptr what) {
  auto result = shim::spawn<scripted_task>(sys, std::move(what));
  owned.emplace_back(caf::actor_cast<caf::actor>(result));
  return result;
}

listener fixture::spawn_listener() {
  listener result;
  result.events = std::make_shared<std::vector<transition>>();
  result.actor = shim::spawn<recording_subscriber>(sys, result.events);
  owned.emplace_back(caf::actor_cast<caf::actor>(result.actor));
  return result;
}

snapshot fixture::advance(state to) {
  return ask<snapshot>(holder.actor, atom::advance_v, to).value();
}

caf::expected<watcher_actor> fixture::make_watch(
  const state_holder_actor& under, watch_options options) {
  return in_groups() ? watch_in_group(sys, task, under, std::move(options))
                     : watch(sys, task, under, std::move(options));
}

void fixture::start_watch(watch_options options) {
  if (!options.log)
    options.log = log;
  auto made = make_watch(holder.actor, std::move(options));
  if (!made)
    CAF_FAIL("cannot watch: " << to_text(made.error()));
  watcher = *made;
  settle();
}

} // namespace status::test
