// The two loops of a group: their deaths, their orders, what they wait for.
#define CAF_SUITE watch_group_loops
#include "one_group.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace status::test::watch_group_loops_suite {

namespace {

/// Time passes while somebody writes.
struct slow_log : recording_log {
  void write(const log_record& x) override {
    recording_log::write(x);
    if (waits)
      waits();
  }

  std::function<void()> waits;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(watch_group_loops_tests, one_group)

CAF_TEST(5.3 no late answer is awaited for a job that was forgotten) {
  watch_options options;
  options.tolerated_failures = 9;
  start_group(options);
  auto x = add_job();
  x.script->dump.reset();
  pass(90s);
  ask<watch_result>(group, atom::stop_v, x.task, stop_order{}).value();
  x.script->answer_hung_dump(checkpoint{"late", 1});
  settle();
  auto known = ask<attempt_history>(x.holder.actor, atom::history_v).value();
  CAF_REQUIRE_EQUAL(known.attempts.size(), 1u);
  CAF_CHECK(known.attempts[0].result == attempt_result::expired);
}

CAF_TEST(5.9 an attempt that was lost with a dumper is told to the holder) {
  start_group();
  auto x = add_job();
  x.script->dump.reset();
  pass(60s);
  auto how = ask<watch_result>(group, atom::stop_v, x.task, stop_order{});
  end(last_of(dumper_name));
  CAF_CHECK(how.value().last.result == attempt_result::dropped);
  auto now = ask<snapshot>(x.holder.actor, atom::get_v).value();
  CAF_CHECK_EQUAL(now.last_attempt, 1u);
}

CAF_TEST(4.7 a loop that dies is restarted for all jobs) {
  start_group();
  auto first = add_job();
  pass(10s);
  auto second = add_job();
  pass(45s);
  CAF_CHECK_EQUAL(first.script->dumps() + second.script->dumps(), 1u);
  for (const auto* name : {dumper_name, logger_name})
    end(last_of(name));
  CAF_CHECK_EQUAL(log->count(log_level::warning, "is restarted"), 2u);
  pass(5s);
  CAF_CHECK_EQUAL(second.script->dumps(), 1u);
  CAF_CHECK_EQUAL(first.script->reports, 2u);
  pass(40s);
  CAF_CHECK_EQUAL(first.script->dumps(), 2u);
  CAF_CHECK(first.script->attempts[1] == (attempt{1, 2}));
  CAF_CHECK_EQUAL(second.script->reports, 3u);
}

CAF_TEST(4.7 a loop that dies is restarted for all of very many jobs) {
  start_group();
  std::vector<watched_job> jobs;
  for (int i = 0; i < 100; ++i)
    jobs.emplace_back(add_job());
  for (const auto* name : {dumper_name, logger_name})
    end(last_of(name));
  pass(50s);
  for (const auto& x : jobs) {
    CAF_CHECK_EQUAL(x.script->dumps(), 1u);
    CAF_CHECK_EQUAL(x.script->reports, 1u);
  }
}

CAF_TEST(4.7 a loop that is replaced before the state is known waits for it) {
  start_group();
  auto x = make_job();
  caf::anon_send(group, atom::add_v, x.task, x.holder.actor);
  auto* held = settle_without(x.holder.actor);
  caf::anon_send_exit(last_of(dumper_name), caf::exit_reason::kill);
  settle();
  caf::anon_send(group, atom::save_v, x.task);
  settle();
  CAF_CHECK_EQUAL(x.script->dumps(), 0u);
  sched.jobs.emplace_back(held);
  settle();
  CAF_REQUIRE_EQUAL(x.script->dumps(), 1u);
  CAF_CHECK(x.script->attempts[0] == (attempt{1, 1}));
}

CAF_TEST(4.7 a loop that dies is said only where somebody misses it) {
  start_group();
  end(last_of(dumper_name));
  CAF_CHECK(log->records.empty());
  auto x = add_job();
  pass(50s);
  CAF_CHECK_EQUAL(x.script->dumps(), 1u);
}

CAF_TEST(4.7 after a loop has died too often jobs to come are watched) {
  start_group();
  auto first = add_job();
  for (int i = 0; i < 4; ++i)
    end(last_of(dumper_name));
  CAF_REQUIRE_EQUAL(first.script->cancels.size(), 1u);
  CAF_CHECK(first.holder.view.load() == state::err_cleanup);
  CAF_CHECK_EQUAL(log->count(log_level::error, "keeps crashing"), 1u);
  auto second = add_job();
  pass(50s);
  CAF_CHECK_EQUAL(second.script->dumps(), 1u);
  CAF_CHECK(second.script->cancels.empty());
}

CAF_TEST(4.7 a job that waits for its last checkpoint ends with the loop) {
  start_group();
  auto x = add_job();
  x.script->dump.reset();
  pass(60s);
  auto how = ask<watch_result>(group, atom::stop_v, x.task, stop_order{});
  CAF_CHECK(!how.has());
  end(last_of(dumper_name));
  CAF_CHECK(how.value().end == watch_end::stopped);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "restarted"), 0u);
}

CAF_TEST(4.7 orders that wait to be sent keep their order) {
  start_group();
  auto x = make_job();
  owned.emplace_back(sys.spawn([&](caf::event_based_actor* me) {
    me->send(group, atom::add_v, x.task, x.holder.actor);
    me->request(group, caf::infinite, atom::save_v, x.task)
      .then([](const attempt_record&) {});
    me->request(group, caf::infinite, atom::stop_v, x.task,
                stop_order{true, 0s})
      .then([](const watch_result&) {});
  }));
  settle();
  CAF_CHECK_EQUAL(x.script->dumps(), 1u); // they ride together
  auto gone = ask<watch_result>(group, atom::wait_v, x.task);
  CAF_CHECK(code_of(gone.error()) == ec::bad_argument);
}

CAF_TEST(4.7 a loop hears of a burst of jobs piece by piece) {
  start_group();
  add_silent(640);
  auto* held = settle_without(last_of(logger_name));
  sched.jobs.emplace_back(held);
  size_t messages = 0;
  while (!sched.jobs.empty()) {
    messages += sched.jobs.front() == held;
    sched.try_run_once();
  }
  CAF_CHECK_EQUAL(messages, 10u);
}

CAF_TEST(4.7 the end of a group ends its loops and is one line) {
  auto before = sys.registry().running();
  start_group();
  auto first = add_job();
  auto second = add_job();
  end(group);
  CAF_CHECK_EQUAL(sys.registry().running(), before + 4);
  CAF_CHECK_EQUAL(log->count(log_level::error, "the watcher ended"), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  pass(200s);
  CAF_CHECK_EQUAL(first.script->dumps() + second.script->dumps(), 0u);
}

CAF_TEST(4.7 the end of a group drops what is in flight for all jobs) {
  start_group();
  auto first = add_job();
  auto second = add_job();
  for (const auto& x : {first, second})
    x.script->dump.reset();
  pass(60s);
  end(group);
  for (const auto& x : {first, second}) {
    auto now = ask<snapshot>(x.holder.actor, atom::get_v).value();
    CAF_CHECK_EQUAL(now.last_attempt, 1u);
  }
}

CAF_TEST(9.5 what is due within ten milliseconds shares an alarm) {
  start_group();
  std::vector<watched_job> jobs;
  for (int i = 0; i < 8; ++i) {
    jobs.emplace_back(make_job());
    sched.advance_time(1ms);
    add(jobs.back());
  }
  auto reports = [&jobs] {
    uint64_t result = 0;
    for (const auto& x : jobs)
      result += x.script->reports;
    return result;
  };
  pass(30s - 8ms);
  CAF_CHECK_EQUAL(reports(), 0u);
  pass(1ms);
  CAF_CHECK_EQUAL(reports(), 1u); // nobody keeps the first one waiting
  pass(9ms, 1ms);
  CAF_CHECK_EQUAL(reports(), 1u);
  pass(1ms);
  CAF_CHECK_EQUAL(reports(), 8u);
  pass(30s - 10ms); // and so each time
  CAF_CHECK_EQUAL(reports(), 9u);
  pass(9ms, 1ms);
  CAF_CHECK_EQUAL(reports(), 9u);
  pass(1ms);
  CAF_CHECK_EQUAL(reports(), 16u);
}

CAF_TEST(9.5 what one alarm cannot do is done right after it) {
  start_group();
  std::vector<watched_job> jobs;
  for (int i = 0; i < 200; ++i)
    jobs.emplace_back(add_job());
  sched.advance_time(30s);
  settle();
  for (const auto& x : jobs)
    CAF_CHECK_EQUAL(x.script->reports, 1u);
}

CAF_TEST(8.3 a slow log takes no time from a task that is asked later) {
  auto slow = std::make_shared<slow_log>();
  log = slow;
  watch_options options;
  options.checkpoint_interval = 0s;
  start_group(options);
  auto silent = add_job();
  silent.script->report.reset();
  sched.advance_time(9995ms);
  auto early = add_job();
  sched.advance_time(8ms);
  auto late = add_job();
  late.script->report.reset();
  sched.advance_time(19997ms);
  settle(); // `silent` is asked
  sched.advance_time(9995ms);
  settle(); // the last alarm for ten milliseconds
  CAF_REQUIRE_EQUAL(early.script->reports, 1u);
  slow->waits = [this] { sched.advance_time(11s); };
  sched.advance_time(10ms);
  settle(); // in one alarm the one is given up and then the other one is asked
  slow->waits = nullptr;
  CAF_REQUIRE_EQUAL(late.script->reports, 1u);
  pass(9900ms);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "unavailable"), 1u);
  pass(100ms);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "unavailable"), 2u);
}

CAF_TEST(5.3 a slow log takes no time from an attempt that begins later) {
  auto slow = std::make_shared<slow_log>();
  log = slow;
  watch_options options;
  options.status_interval = 0s;
  options.tolerated_failures = 9;
  start_group(options);
  auto hung = add_job();
  hung.script->dump.reset();
  auto late = add_job();
  pass(95s);
  late.script->dump.reset();
  slow->waits = [this] { sched.advance_time(31s); };
  pass(5s); // in one alarm the one fails again and the other one is asked
  slow->waits = nullptr;
  CAF_REQUIRE_EQUAL(late.script->dumps(), 2u);
  pass(29s);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "no answer within"), 1u);
  pass(1100ms);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "no answer within"), 2u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watch_group_loops_suite
