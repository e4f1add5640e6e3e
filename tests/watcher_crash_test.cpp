#define CAF_SUITE watcher_crash
#include "watched.hpp"

namespace status::test::watcher_crash_suite {

CAF_TEST_FIXTURE_SCOPE(watcher_crash_tests, watched)

CAF_TEST(6.5 a dumper that dies is restarted on the same grid) {
  advance(state::copy_rows);
  start_spied_watch();
  pass(75s);
  crash(dumper_name);
  CAF_CHECK_EQUAL(
    log->count(log_level::warning, "checkpoint dumper is restarted"), 1u);
  pass(24900ms);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  pass(100ms);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK(holder.view.load() == state::copy_rows);
}

CAF_TEST(6.5 a logger that dies is restarted on the same grid) {
  start_spied_watch();
  pass(40s);
  crash(logger_name);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "status logger is restarted"),
                  1u);
  pass(19900ms);
  CAF_CHECK_EQUAL(job.reports, 1u);
  pass(100ms);
  CAF_CHECK_EQUAL(job.reports, 2u);
}

CAF_TEST(5.2 a restarted dumper does not overlap the attempt in flight) {
  advance(state::copy_rows);
  job.dump.reset();
  start_spied_watch();
  pass(60s);
  crash(dumper_name);
  auto saved = ask<attempt_record>(watcher, atom::save_v);
  auto stopped = ask<watch_result>(watcher, atom::stop_v, stop_order{true, 0s});
  pass(19900ms);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(!stopped.has());
  pass(100ms);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(stopped.value().last.result == attempt_result::expired);
  CAF_CHECK(code_of(saved.error()) == ec::past_cut_over);
}

CAF_TEST(5.3 an attempt that nobody hears of any more has expired) {
  advance(state::copy_rows);
  job.dump.reset();
  start_spied_watch();
  pass(60s);
  crash(dumper_name);
  pass(20s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(has_code(job.cancels[0], ec::expired));
}

CAF_TEST(5.5 a dumper that dies while judged loses no cancel) {
  advance(state::copy_rows);
  job.dump.reset();
  start_spied_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(60s);
  job.answer_hung_dump(make_error(ec::bad_argument, "disk full"));
  // The task answers, the dumper asks, the watcher asks: then it dies.
  auto dumper = loop(dumper_name);
  while (!sched.jobs.empty()
         && sched.jobs.front()
              != dynamic_cast<caf::resumable*>(
                caf::actor_cast<caf::abstract_actor*>(dumper)))
    sched.run_once();
  sched.run_once();
  end(dumper);
  CAF_CHECK(holder.view.load() == state::err_cleanup);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(has_code(job.cancels[0], ec::bad_argument));
  CAF_CHECK(over.value().end == watch_end::failed);
  CAF_CHECK(has_code(over.value().cause, ec::bad_argument));
  auto history = ask<attempt_history>(holder.actor, atom::history_v).value();
  CAF_CHECK_EQUAL(history.attempts.size(), 1u);
}

CAF_TEST(6.5 a loop that dies a fourth time in 60 s cancels the task) {
  for (const auto* name : {dumper_name, logger_name}) {
    holder = spawn_state_holder(sys);
    owned.emplace_back(caf::actor_cast<caf::actor>(holder.actor));
    advance(state::copy_rows);
    job.cancels.clear();
    log->records.clear();
    start_spied_watch();
    auto over = ask<watch_result>(watcher, atom::wait_v);
    for (int i = 0; i < 3; ++i) {
      crash(name);
      pass(19s);
    }
    CAF_CHECK(job.cancels.empty());
    crash(name);
    CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
    CAF_CHECK(code_of(job.cancels[0]) == ec::could_not_write_checkpoint);
    CAF_CHECK(to_text(job.cancels[0]).find("keeps crashing")
              != std::string::npos);
    CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
    CAF_CHECK_EQUAL(log->count(log_level::warning, "is restarted"), 3u);
    CAF_CHECK(holder.view.load() == state::err_cleanup);
    CAF_CHECK(over.value().end == watch_end::failed);
    ask<watch_result>(watcher, atom::abort_v);
  }
}

CAF_TEST(6.5 a loop may die more often in a longer time) {
  start_spied_watch();
  for (int i = 0; i < 10; ++i) {
    crash(dumper_name);
    pass(20s);
  }
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.5 the crashes of one loop do not count for the other) {
  start_spied_watch();
  for (int i = 0; i < 3; ++i) {
    crash(dumper_name);
    crash(logger_name);
  }
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.5 a loop that dies while the watch stops is not restarted) {
  job.dump.reset();
  start_spied_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  CAF_CHECK(!x.has());
  crash(dumper_name);
  CAF_CHECK(x.value().end == watch_end::stopped);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "restarted"), 0u);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.5 a loop that is over is not restarted) {
  advance(state::cut_over);
  start_spied_watch();
  crash(dumper_name);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "restarted"), 0u);
}

CAF_TEST(6.5 a logger that dies disturbs nobody who waits for a checkpoint) {
  job.dump.reset();
  start_spied_watch();
  auto x = ask<attempt_record>(watcher, atom::save_v);
  crash(logger_name);
  CAF_CHECK(!x.has());
  job.answer_hung_dump(checkpoint{"here", 1});
  settle();
  CAF_CHECK_EQUAL(x.value().saved.position, "here");
}

CAF_TEST(6.5 loops do not outlive their watcher and say so) {
  auto before = sys.registry().running();
  advance(state::copy_rows);
  start_watch();
  end(watcher);
  CAF_CHECK_EQUAL(sys.registry().running(), before);
  CAF_CHECK_EQUAL(log->count(log_level::error, "watcher ended"), 1u);
  pass(200s);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
  CAF_CHECK_EQUAL(job.reports, 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_crash_suite
