#define CAF_SUITE watcher_deaths
#include "watched.hpp"

namespace status::test::watcher_deaths_suite {

CAF_TEST_FIXTURE_SCOPE(watcher_deaths_tests, watched)

// -- the task ------------------------------------------------------------------

CAF_TEST(6.3 a task that dies fails the run from every state before) {
  for (auto x : {state::initial, state::copy_rows, state::post_checksum}) {
    holder = spawn_state_holder(sys);
    owned.emplace_back(caf::actor_cast<caf::actor>(holder.actor));
    task = spawn_scripted_task(task_script);
    advance(x);
    log->records.clear();
    start_watch();
    auto over = ask<watch_result>(watcher, atom::wait_v);
    auto left = ask<watch_result>(watcher, atom::wait_v);
    end(task);
    CAF_CHECK(holder.view.load() == state::err_cleanup);
    CAF_CHECK(over.value().end == watch_end::task_down);
    CAF_CHECK(code_of(over.value().cause) == ec::task_down);
    CAF_CHECK(left.value().end == watch_end::task_down);
    CAF_CHECK_EQUAL(log->count(log_level::error, "task ended"), 1u);
    CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  }
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.3 a task that says why it ended is not told twice) {
  advance(state::copy_rows);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  caf::anon_send(
    caf::actor_cast<caf::actor>(task),
    caf::exit_msg{task.address(), make_error(ec::task_down, "boom")});
  settle();
  CAF_CHECK_EQUAL(to_text(over.value().cause), "task ended: boom");
}

CAF_TEST(6.3 a task that dies in the cut-over is only recorded) {
  advance(state::cut_over);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  end(task);
  CAF_CHECK(holder.view.load() == state::cut_over);
  CAF_CHECK(over.value().end == watch_end::task_down);
  CAF_CHECK_EQUAL(log->count(log_level::error, "task ended"), 1u);
}

CAF_TEST(6.3 a task that ends after its work is done is no error) {
  advance(state::copy_rows);
  start_watch();
  advance(state::close);
  end(task, caf::exit_reason::user_shutdown);
  CAF_CHECK(holder.view.load() == state::close);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  CAF_CHECK_EQUAL(log->count(log_level::info, "task ended"), 1u);
  auto gone = ask<watch_result>(watcher, atom::wait_v);
  CAF_CHECK(gone.error() == caf::sec::request_receiver_down);
}

CAF_TEST(6.3 a task that closes and ends at once is no error) {
  advance(state::copy_rows);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  caf::anon_send(holder.actor, atom::advance_v, state::close);
  end(task);
  CAF_CHECK(over.value().end == watch_end::past_gate);
  CAF_CHECK(!over.value().cause);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.3 a task that ends because it was cancelled is no error) {
  advance(state::copy_rows);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  end(task);
  CAF_CHECK(over.value().end == watch_end::cancelled);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.3 a task that is dead already ends the watch) {
  end(task);
  start_watch();
  CAF_CHECK(holder.view.load() == state::err_cleanup);
  auto gone = ask<watch_result>(watcher, atom::wait_v);
  CAF_CHECK(gone.error() == caf::sec::request_receiver_down);
}

CAF_TEST(6.3 the death of the task is why even when the logger is off) {
  advance(state::copy_rows);
  watch_options options;
  options.status_interval = 0s;
  start_watch(options);
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(49900ms);
  end(task);
  pass(100ms);
  CAF_CHECK(over.value().end == watch_end::task_down);
  CAF_CHECK(code_of(over.value().cause) == ec::task_down);
}

CAF_TEST(6.3 the death of the task leaves nothing of the watch) {
  auto before = sys.registry().running();
  start_watch();
  end(task);
  CAF_CHECK_EQUAL(sys.registry().running(), before - 1);
}

// -- the holder ----------------------------------------------------------------

CAF_TEST(6.4 a holder that dies cancels the task and ends the watch) {
  advance(state::copy_rows);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(60s);
  end(holder.actor);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(code_of(job.cancels[0]) == ec::holder_down);
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  CAF_CHECK(over.value().end == watch_end::holder_down);
  CAF_CHECK(code_of(over.value().cause) == ec::holder_down);
  pass(200s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(6.4 a question that a dead holder cannot answer keeps no watch open) {
  advance(state::copy_rows);
  start_spied_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  caf::anon_send(watcher, atom::cancel_v, make_error(ec::cancelled));
  caf::anon_send_exit(spy, caf::exit_reason::kill);
  // Both loops end before the watcher has asked.
  for (const auto& x :
       {caf::actor_cast<caf::actor>(spy), loop(logger_name), loop(dumper_name)})
    while (sched.prioritize(x))
      sched.run_once();
  settle();
  CAF_CHECK(over.value().end == watch_end::holder_down);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST(6.4 an option only stops when the holder dies) {
  advance(state::copy_rows);
  watch_options options;
  options.cancel_when_holder_dies = false;
  start_watch(options);
  auto over = ask<watch_result>(watcher, atom::wait_v);
  end(holder.actor);
  pass(200s);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(job.dumps(), 0u);
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  CAF_CHECK(over.value().end == watch_end::holder_down);
}

CAF_TEST(6.4 a holder that dies cancels a failed run that nobody has cancelled) {
  advance(state::copy_rows);
  start_watch();
  // Whoever does this and dies, too, cannot tell the task.
  ask<verdict>(holder.actor, atom::fail_v, make_error(ec::unavailable));
  CAF_CHECK(job.cancels.empty());
  end(holder.actor);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(code_of(job.cancels[0]) == ec::holder_down);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.4 a holder that dies does not cancel a failed run again) {
  advance(state::copy_rows);
  start_watch();
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  end(holder.actor);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(code_of(job.cancels[0]) == ec::cancelled);
}

CAF_TEST(6.4 a holder that dies past the cut-over is quiet) {
  for (auto x : {state::cut_over, state::close}) {
    holder = spawn_state_holder(sys);
    advance(x);
    start_watch();
    end(holder.actor);
    auto gone = ask<watch_result>(watcher, atom::wait_v);
    CAF_CHECK(gone.error() == caf::sec::request_receiver_down);
  }
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.4 the watcher knows of a cut-over that came while it watched) {
  advance(state::copy_rows);
  start_watch();
  advance(state::cut_over);
  end(holder.actor);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.4 a holder that dies past the cut-over ends an attempt quietly) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(60s);
  advance(state::cut_over);
  CAF_CHECK(!over.has());
  end(holder.actor);
  CAF_CHECK(over.value().end == watch_end::holder_down);
  CAF_CHECK(code_of(over.value().cause) == ec::holder_down);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.4 a holder that dies in an attempt ends the wait for it) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  auto saved = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(!saved.has());
  end(holder.actor);
  CAF_CHECK(code_of(saved.error()) == ec::past_cut_over);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_deaths_suite
