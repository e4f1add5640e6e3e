#define CAF_SUITE supervisor_cancel
#include "supervised.hpp"

namespace status::test::supervisor_cancel_suite {

namespace {

caf::error on_request() {
  return make_error(ec::cancelled, "by the operator");
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(supervisor_cancel_tests, supervised)

CAF_TEST(6.7 a cancelled job is not started again) {
  begin();
  enter(state::copy_rows);
  auto end = ask<run_result>(boss, atom::wait_v);
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(ruled.value().first);
  CAF_CHECK_EQUAL(cancels(), 1u);
  CAF_CHECK(!end.has());
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: by the operator");
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.1 the first cause of a cancellation wins) {
  begin();
  ask<verdict>(boss, atom::cancel_v, on_request());
  auto second
    = ask<verdict>(boss, atom::cancel_v, make_error(ec::cancelled, "too late"));
  CAF_CHECK(!second.value().first);
  CAF_CHECK_EQUAL(to_text(second.value().cause), "cancelled: by the operator");
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(6.7 a cancel during the pause ends the job) {
  begin();
  fail_run();
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(ruled.value().first);
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: by the operator");
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.1 a cancel after the end of a job is told why it failed) {
  begin();
  fail_run(ec::fenced, "epoch 2 is there");
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(!ruled.value().first);
  CAF_CHECK(has_code(ruled.value().cause, ec::fenced));
  CAF_CHECK_EQUAL(to_text(ask<progress>(boss, atom::progress_v).error()),
                  "unavailable: the job has ended");
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::failed);
}

CAF_TEST(6.1 past the cut-over a cancel is refused and the job succeeds) {
  begin();
  enter(state::cut_over);
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK_EQUAL(ruled.error(), ec::past_cut_over);
  CAF_CHECK_EQUAL(cancels(), 0u);
  auto end = ask<run_result>(boss, atom::wait_v);
  enter(state::close);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST(a cancel while the run is ending is no false promise) {
  // The cancel meets each step of the end of a job that has closed.
  for (size_t steps = 0; steps < 30; ++steps) {
    end(boss);
    begin();
    enter(state::cut_over);
    enter(state::close);
    run().over = true;
    caf::anon_send_exit(run().task, caf::exit_reason::user_shutdown);
    for (size_t i = 0; i < steps; ++i)
      sched.try_run_once();
    auto asked
      = self->request(boss, caf::infinite, atom::cancel_v, on_request());
    settle();
    asked.receive(
      [](const verdict& x) { CAF_CHECK(!x.first); },
      [](const caf::error& x) { CAF_CHECK_EQUAL(x, ec::past_cut_over); });
    auto end = ask<run_result>(boss, atom::wait_v);
    CAF_CHECK(end.value().outcome == run_outcome::succeeded);
  }
}

CAF_TEST(6.1 a cancel that meets the end of the job is answered) {
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  ask<verdict>(run().info.holder.actor, atom::fail_v,
               make_error(ec::unavailable, "oops"));
  run().over = true;
  caf::anon_send_exit(run().task, caf::exit_reason::user_shutdown);
  // The supervisor finds out about both ends when it is about to be cancelled.
  auto* slow = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(boss));
  sched.run_jobs_filtered([slow](caf::resumable* x) { return x != slow; });
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(!ruled.value().first);
  CAF_CHECK(code_of(ruled.value().cause) == ec::unavailable);
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
}

CAF_TEST(6.1 a cancel says so whatever its cause) {
  begin();
  auto ruled
    = ask<verdict>(boss, atom::cancel_v, make_error(ec::unavailable, "night"));
  CAF_CHECK_EQUAL(to_text(ruled.value().cause),
                  "cancelled: on request: unavailable: night");
}

CAF_TEST(6.7 a cancel after the failure keeps the job from a new start) {
  begin();
  ask<verdict>(run().info.holder.actor, atom::fail_v,
               make_error(ec::unavailable, "oops"));
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(!ruled.value().first);
  ask<verdict>(boss, atom::cancel_v, make_error(ec::cancelled, "too late"));
  auto end = ask<run_result>(boss, atom::stop_v, stop_order{});
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: by the operator");
  CAF_CHECK_EQUAL(end.value().runs, 1u);
}

CAF_TEST(6.7 a job that was cancelled from elsewhere is not started again) {
  begin();
  auto end = ask<run_result>(boss, atom::wait_v);
  fail_run(ec::cancelled, "at the watcher");
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: at the watcher");
}

CAF_TEST(6.7 a job that was cancelled in the pause stays so) {
  begin();
  fail_run();
  ask<verdict>(boss, atom::cancel_v, on_request());
  pass(100s); // nobody waits, so the supervisor is still there
  CAF_CHECK_EQUAL(runs.size(), 1u);
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_cancel_suite
