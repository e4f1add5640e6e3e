#define CAF_SUITE watcher_stop
#include "watched.hpp"

#include "actors/loops.hpp"

namespace status::test::watcher_stop_suite {

CAF_TEST_FIXTURE_SCOPE(watcher_stop_tests, watched)

CAF_TEST(6.2 a stop between attempts is answered at once) {
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK(x.end == watch_end::stopped);
  CAF_CHECK(!x.cause);
  CAF_CHECK_EQUAL(x.last.which.id, 1u);
  CAF_CHECK(holder.view.load() == state::initial);
}

CAF_TEST(6.2 a stop waits for the attempt in flight) {
  job.dump.reset();
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  pass(19s);
  CAF_CHECK(!x.has());
  job.answer_hung_dump(checkpoint{"here", 1});
  settle();
  CAF_CHECK_EQUAL(x.value().last.saved.position, "here");
  auto history = ask<attempt_history>(holder.actor, atom::history_v).value();
  CAF_CHECK_EQUAL(history.succeeded, 1u);
}

CAF_TEST(6.2 a stop waits for the timeout of the attempt at most) {
  job.dump.reset();
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  pass(19900ms);
  CAF_CHECK(!x.has());
  pass(100ms);
  CAF_CHECK(x.value().end == watch_end::stopped);
  CAF_CHECK(x.value().last.result == attempt_result::expired);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.2 a stop can have a final checkpoint with a budget of its own) {
  job.dump.reset();
  start_watch();
  pass(7s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{true, 45s});
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  pass(44900ms);
  CAF_CHECK(!x.has());
  pass(100ms);
  CAF_CHECK(x.value().end == watch_end::stopped);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(6.2 a second stop joins the first) {
  job.dump.reset();
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  auto y = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  auto z = ask<watch_result>(watcher, atom::wait_v);
  CAF_CHECK(!x.has() && !y.has() && !z.has());
  job.answer_hung_dump(checkpoint{"here", 1});
  settle();
  for (const auto* one : {&x, &y, &z})
    CAF_CHECK(one->value().end == watch_end::stopped);
}

CAF_TEST(6.2 after the answer the task gets no message ever again) {
  job.fail_dumps_with(ec::watermark_not_ready);
  watch_options options;
  options.stale_after = 20s;
  start_watch(options);
  pass(100s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{true, 0s});
  CAF_REQUIRE(x.has());
  auto reports = job.reports;
  auto dumps = job.dumps();
  pass(1000s);
  advance(state::close);
  end(holder.actor);
  pass(1000s);
  CAF_CHECK_EQUAL(job.reports, reports);
  CAF_CHECK_EQUAL(job.dumps(), dumps);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.2 after the answer nothing of the watch is left) {
  auto before = sys.registry().running();
  start_watch();
  pass(60s);
  ask<watch_result>(watcher, atom::stop_v, stop_order{});
  CAF_CHECK_EQUAL(sys.registry().running(), before);
}

CAF_TEST(6.2 a save that meets the end of the watch is refused) {
  start_watch();
  caf::error refusal;
  // Both are on their way before either has reached the dumper.
  owned.emplace_back(sys.spawn([&](caf::event_based_actor* me) {
    me->request(watcher, caf::infinite, atom::stop_v, stop_order{})
      .then([](const watch_result&) {});
    me->request(watcher, caf::infinite, atom::save_v)
      .then([](const attempt_record&) {},
            [&refusal](const caf::error& x) { refusal = x; });
  }));
  settle();
  CAF_CHECK_EQUAL(code_of(refusal), ec::past_cut_over);
}

CAF_TEST(6.2 an abort answers at once and ignores late results) {
  auto before = sys.registry().running();
  job.dump.reset();
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::abort_v).value();
  CAF_CHECK(x.end == watch_end::aborted);
  CAF_CHECK_EQUAL(sys.registry().running(), before);
  job.answer_hung_dump(make_error(ec::bad_argument));
  pass(100s);
  CAF_CHECK(job.cancels.empty());
  auto history = ask<attempt_history>(holder.actor, atom::history_v).value();
  CAF_REQUIRE_EQUAL(history.attempts.size(), 1u);
  CAF_CHECK(history.attempts[0].result == attempt_result::dropped);
}

CAF_TEST(6.2 an abort ends a stop that waits) {
  job.dump.reset();
  start_watch();
  pass(60s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  auto y = ask<watch_result>(watcher, atom::abort_v);
  CAF_CHECK(x.value().end == watch_end::stopped);
  CAF_CHECK(y.value().end == watch_end::stopped);
}

CAF_TEST(6.2 an abort is answered whatever is queued in the loops) {
  start_spied_watch();
  pass(49s);
  for (int i = 0; i < 3; ++i)
    caf::anon_send(caf::actor_cast<loop_actor>(loop(dumper_name)), atom::save_v,
                   uint64_t{1});
  auto x = ask<watch_result>(watcher, atom::abort_v);
  CAF_CHECK(x.has());
}

CAF_TEST(6.2 a stop after the loops are done keeps how they ended) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument);
  start_watch();
  pass(50s);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK(x.end == watch_end::failed);
  CAF_CHECK(has_code(x.cause, ec::bad_argument));
}

CAF_TEST(6.2 a stop after the state has closed keeps that nothing was left) {
  advance(state::copy_rows);
  start_watch();
  advance(state::close);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK(x.end == watch_end::past_gate);
}

CAF_TEST(6.2 a stop while one loop still runs is a stop) {
  advance(state::copy_rows);
  start_watch();
  advance(state::cut_over); // ends the dumper alone
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK(x.end == watch_end::stopped);
}

CAF_TEST(6.2 an abort without a logger is an abort) {
  watch_options options;
  options.status_interval = 0s;
  start_watch(options);
  auto x = ask<watch_result>(watcher, atom::abort_v).value();
  CAF_CHECK(x.end == watch_end::aborted);
}

CAF_TEST(6.2 a fatal checkpoint before the stop is what the stop answers) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  pass(60s);
  auto* held = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(holder.actor));
  job.answer_hung_dump(make_error(ec::bad_argument));
  auto& jobs = sched.jobs;
  do
    jobs.erase(std::remove(jobs.begin(), jobs.end(), held), jobs.end());
  while (sched.try_run_once()); // until only the holder's verdict is missing
  caf::anon_send(watcher, atom::stop_v, stop_order{});
  jobs.emplace_back(held);
  auto over = ask<watch_result>(watcher, atom::wait_v);
  CAF_CHECK(over.value().end == watch_end::failed);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST(5.9 a watch after another one repeats no id of an attempt) {
  start_watch();
  pass(50s);
  ask<watch_result>(watcher, atom::stop_v, stop_order{true, 0s});
  start_watch();
  job.dump.reset();
  pass(50s);
  ask<watch_result>(watcher, atom::abort_v);
  start_watch();
  pass(50s);
  CAF_CHECK(ids() == (std::vector<uint64_t>{1, 2, 3, 4}));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_stop_suite
