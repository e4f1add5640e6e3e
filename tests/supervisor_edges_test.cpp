#define CAF_SUITE supervisor_edges
#include "supervised.hpp"

namespace status::test::supervisor_edges_suite {

CAF_TEST_FIXTURE_SCOPE(supervisor_edges_tests, supervised)

CAF_TEST(6.7 a veto that throws ends the job with an answer) {
  auto options = steady();
  options.restart.can_help
    = [](const caf::error&) -> bool { throw std::runtime_error("no idea"); };
  begin(std::move(options));
  auto end = ask<run_result>(boss, atom::wait_v);
  fail_run();
  CAF_REQUIRE(end.has());
  CAF_CHECK(end.value().outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "unavailable: oops");
  CAF_CHECK_EQUAL(log->count(log_level::warning, "no idea"), 1u);
}

CAF_TEST(6.7 a budget without end is no budget that has run out) {
  begin();
  enter(state::copy_rows);
  run().job->dump.reset();
  ask<run_result>(boss, atom::stop_v, stop_order{true, caf::timespan::max()});
  pass(60s, 1s);
  CAF_CHECK_EQUAL(cancels(), 0u);
  run().job->answer_hung_dump(checkpoint{"here", 1});
  settle();
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(a budget below zero is none) {
  begin();
  enter(state::copy_rows);
  run().job->dump.reset();
  ask<run_result>(boss, atom::stop_v, stop_order{true, -3600s});
  pass(29s, 1s);
  CAF_CHECK_EQUAL(cancels(), 0u);
}

CAF_TEST(6.7 a time of restarts that would overflow is refused) {
  for (auto member : {&restart_options::period, &restart_options::max_pause}) {
    auto options = steady();
    options.restart.*member = caf::timespan::max();
    auto made = supervise(sys, factory(), options);
    CAF_REQUIRE(!made);
    CAF_CHECK_EQUAL(made.error(), ec::bad_argument);
  }
}

CAF_TEST(6.1 a job that has succeeded is past a cancel) {
  begin();
  succeed();
  auto late
    = ask<verdict>(boss, atom::cancel_v, make_error(ec::cancelled, "late"));
  CAF_CHECK_EQUAL(late.error(), ec::past_cut_over);
}

CAF_TEST(6.7 stop cancels a task whose watcher has left it alone) {
  auto options = steady();
  options.watch.cancel_when_holder_dies = false;
  begin(std::move(options));
  end(run().info.holder.actor);
  CAF_CHECK_EQUAL(cancels(), 0u);
  ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(6.7 a job whose supervisor nobody holds goes on to its end) {
  auto before = sys.registry().running();
  begin();
  enter(state::copy_rows);
  boss = nullptr;
  settle();
  CAF_CHECK_EQUAL(cancels(), 0u);
  fail_run();
  pass(1s);
  CAF_CHECK_EQUAL(runs.size(), 2u);
  succeed();
  pass(100s); // the timers that are left
  runs.clear();
  CAF_CHECK_EQUAL(sys.registry().running(), before);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_edges_suite
