#define CAF_SUITE supervisor
#include "supervised.hpp"

namespace status::test::supervisor_suite {

CAF_TEST_FIXTURE_SCOPE(supervisor_tests, supervised)

// -- runs ----------------------------------------------------------------------

CAF_TEST(a job that closes has succeeded) {
  begin();
  CAF_REQUIRE_EQUAL(runs.size(), 1u);
  CAF_CHECK_EQUAL(run().info.run, 1u);
  CAF_CHECK_EQUAL(run().info.last_saved.which.id, 0u);
  auto end = ask<run_result>(boss, atom::wait_v);
  enter(state::copy_rows);
  enter(state::cut_over);
  enter(state::close);
  CAF_CHECK(!end.has()); // it still has work to do
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
  CAF_CHECK(!end.value().cause);
  CAF_CHECK_EQUAL(end.value().runs, 1u);
  CAF_CHECK(end.value().last.current == state::close);
  pass(200s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
  CAF_CHECK_EQUAL(cancels(), 0u);
}

CAF_TEST(6.7 a failed job goes on from its last checkpoint) {
  auto options = steady();
  options.holder.epoch = 7;
  begin(options);
  enter(state::copy_rows);
  pass(50s);
  CAF_CHECK_EQUAL(run().job->dumps(), 1u);
  fail_run();
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 2u);
  CAF_CHECK_EQUAL(run().info.run, 2u);
  CAF_CHECK_EQUAL(run().info.last_saved.which.epoch, 7u);
  CAF_CHECK_EQUAL(run().info.last_saved.saved.position, "pos:1");
  auto now = ask<snapshot>(boss, atom::get_v).value();
  CAF_CHECK_EQUAL(now.at.epoch, 8u);
  CAF_CHECK(now.current == state::initial);
  auto end = ask<run_result>(boss, atom::wait_v);
  succeed();
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
  CAF_CHECK_EQUAL(end.value().runs, 2u);
}

CAF_TEST(a run without a checkpoint passes the earlier one on) {
  begin();
  enter(state::copy_rows);
  pass(50s);
  fail_run();
  pass(1s);
  fail_run();
  pass(2s);
  CAF_REQUIRE_EQUAL(runs.size(), 3u);
  CAF_CHECK_EQUAL(run().info.last_saved.which.epoch, 1u);
}

CAF_TEST(6.7 the next run waits for a growing pause) {
  begin();
  fail_run();
  pass(900ms);
  CAF_CHECK_EQUAL(runs.size(), 1u);
  pass(100ms);
  CAF_CHECK_EQUAL(runs.size(), 2u);
  fail_run();
  pass(1900ms);
  CAF_CHECK_EQUAL(runs.size(), 2u);
  pass(100ms);
  CAF_CHECK_EQUAL(runs.size(), 3u);
}

CAF_TEST(6.7 a job that fails too often has failed) {
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  for (auto i = 0; i < 3; ++i) {
    fail_run();
    pass(10s);
  }
  CAF_CHECK_EQUAL(runs.size(), 4u);
  CAF_CHECK(!end.has());
  fail_run(ec::unavailable, "for the last time");
  CAF_CHECK(end.value().outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "unavailable: for the last time");
  CAF_CHECK_EQUAL(end.value().runs, 4u);
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 4u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "not started again"), 1u);
}

CAF_TEST(6.7 failures that are long ago are forgiven) {
  begin();
  for (auto i = 0; i < 5; ++i) {
    fail_run();
    pass(10min, 10s);
  }
  CAF_CHECK_EQUAL(runs.size(), 6u);
}

CAF_TEST(6.7 a run begins when the task before it has ended) {
  begin();
  enter(state::copy_rows);
  run().job->fail_dumps_with(ec::could_not_write_checkpoint, "disk full");
  pass(50s);
  CAF_CHECK_EQUAL(cancels(), 1u);
  pass(500s); // the task takes its time
  CAF_CHECK_EQUAL(runs.size(), 1u);
  CAF_CHECK(ask<progress>(boss, atom::progress_v).has());
  end_task();
  pass(1s);
  CAF_CHECK_EQUAL(runs.size(), 2u);
  CAF_CHECK(!two_at_once);
}

CAF_TEST(6.7 a factory that throws fails its run) {
  factory_throws = true;
  begin();
  CAF_CHECK(runs.empty());
  factory_throws = false;
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 1u);
  CAF_CHECK_EQUAL(run().info.run, 2u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "no database"), 1u);
}

CAF_TEST(a factory that always throws fails the job) {
  factory_throws = true;
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  pass(60s);
  CAF_CHECK(end.value().outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "unavailable: no database");
}

CAF_TEST(a factory that makes nothing is a mistake) {
  auto made = supervise(
    sys, [](caf::actor_system&, const run_info&) { return task_actor{}; },
    steady());
  boss = *made;
  settle();
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK_EQUAL(end.value().cause, ec::bad_argument);
}

// -- failures after which nothing starts ---------------------------------------

CAF_TEST(6.7 a job whose table belongs to another run is left alone) {
  begin();
  enter(state::copy_rows);
  run().job->fail_dumps_with(ec::fenced, "epoch 2 is there");
  auto end = ask<run_result>(boss, atom::wait_v);
  pass(50s);
  CAF_CHECK_EQUAL(cancels(), 1u);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::failed);
  CAF_CHECK(has_code(end.value().cause, ec::fenced));
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.7 when it is unclear who owns the table a person is needed) {
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  fail_run(ec::ownership_ambiguous);
  CAF_CHECK_EQUAL(end.value().cause, ec::ownership_ambiguous);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.7 a task that ends during the cut-over is not started again) {
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  enter(state::cut_over);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(end.value().cause, ec::ownership_ambiguous);
  CAF_CHECK(end.value().last.current == state::cut_over);
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.7 without its holder nobody knows who owns the table) {
  begin();
  enter(state::copy_rows);
  auto end_of_job = ask<run_result>(boss, atom::wait_v);
  end(run().info.holder.actor);
  CAF_CHECK_EQUAL(cancels(), 1u);
  end_task();
  CAF_CHECK_EQUAL(end_of_job.value().cause, ec::ownership_ambiguous);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.7 a start that must fail the same way is not made) {
  for (auto code : {ec::mismatched_alter, ec::checkpoint_too_old,
                    ec::checkpoint_collision, ec::binlog_not_found}) {
    end(boss);
    runs.clear();
    begin();
    auto end = ask<run_result>(boss, atom::wait_v);
    fail_run(code);
    CAF_CHECK_EQUAL(end.value().cause, code);
    CAF_CHECK_EQUAL(runs.size(), 1u);
  }
}

CAF_TEST(a task that just dies is started again) {
  begin();
  enter(state::copy_rows);
  end_task();
  pass(1s);
  CAF_CHECK_EQUAL(runs.size(), 2u);
}

// -- options -------------------------------------------------------------------

CAF_TEST(options that make no sense are refused) {
  auto refused = [this](auto change) {
    auto options = steady();
    change(options);
    auto made = supervise(sys, factory(), options);
    return !made && made.error() == ec::bad_argument;
  };
  using opts = supervise_options;
  CAF_CHECK(refused([](opts& x) { x.watch.status_interval = -1s; }));
  CAF_CHECK(refused([](opts& x) { x.restart.period = -1s; }));
  CAF_CHECK(refused([](opts& x) { x.restart.period = 0s; }));
  CAF_CHECK(refused([](opts& x) { x.restart.min_pause = -1s; }));
  CAF_CHECK(refused([](opts& x) { x.restart.max_pause = 999ms; }));
  CAF_CHECK(refused([](opts& x) { x.restart.jitter_percent = 101; }));
  auto made = supervise(sys, nullptr, steady());
  CAF_CHECK(!made && made.error() == ec::bad_argument);
  CAF_CHECK(runs.empty());
}

CAF_TEST(options at their limits are taken) {
  auto options = steady();
  options.restart.min_pause = 0s;
  options.restart.max_pause = 0s;
  options.restart.jitter_percent = 100;
  begin(options);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_suite
