#define CAF_SUITE dumper_gate
#include "dumper_driver.hpp"

namespace status::test::dumper_gate_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_gate_tests, dumper_driver)

CAF_TEST(3.1 a loop that starts past its gate ends at once) {
  for (auto x : {state::cut_over, state::close, state::err_cleanup}) {
    finished.clear();
    start(x);
    CAF_CHECK(end() == watch_end::past_gate);
  }
  pass(500s);
  CAF_CHECK(asked.empty());
}

CAF_TEST(3.1 the loop ends when the state passes its gate) {
  start();
  move(state::post_checksum);
  CAF_CHECK(!end());
  move(state::cut_over);
  CAF_CHECK(end() == watch_end::past_gate);
  CAF_CHECK(dumper::over(self));
  pass(500s);
  CAF_CHECK(asked.empty());
  CAF_CHECK_EQUAL(finished.size(), 1u);
}

CAF_TEST(3.1 an attempt in flight outlives the gate) {
  start();
  pass(50s);
  move(state::cut_over);
  CAF_CHECK(!end());
  succeed(1);
  CAF_CHECK(settled.at(0).result == attempt_result::ok);
  CAF_CHECK(end() == watch_end::past_gate);
}

CAF_TEST(3.1 a demand past the gate is refused when the attempt has ended) {
  start();
  pass(50s);
  move(state::cut_over);
  on(dumper::event::demand{});
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_REQUIRE_EQUAL(refused.size(), 1u);
  CAF_CHECK(code_of(refused[0]) == ec::past_cut_over);
}

CAF_TEST(3.1 a verdict under way outlives the gate) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  move(state::err_cleanup);
  CAF_CHECK(!end());
  rule(true);
  CAF_CHECK(end() == watch_end::failed);
}

CAF_TEST(6.2 a demand after the end is refused) {
  start();
  move(state::cut_over);
  refused.clear();
  on(dumper::event::demand{});
  CAF_REQUIRE_EQUAL(refused.size(), 1u);
  CAF_CHECK(code_of(refused[0]) == ec::past_cut_over);
}

CAF_TEST(6.2 nothing but late answers and demands is heard after the end) {
  start();
  pass(50s);
  on(dumper::event::abort{});
  auto count = finished.size() + asked.size() + settled.size() + ticks.size();
  succeed(1);
  subscribe(state::copy_rows);
  on(dumper::event::tick{});
  on(dumper::event::expire{1});
  move(state::checksum);
  rule(true);
  on(dumper::event::throttled{false});
  stop(true);
  on(dumper::event::abort{});
  on(dumper::event::holder_down{});
  on(dumper::event::owner_down{});
  CAF_CHECK_EQUAL(
    finished.size() + asked.size() + settled.size() + ticks.size(), count);
  CAF_CHECK_EQUAL(said(log_level::error), 0u);
}

CAF_TEST(6.4 the end of the holder ends the loop with the cause) {
  start();
  on(dumper::event::holder_down{make_error(ec::holder_down, "gone")});
  CAF_CHECK(end() == watch_end::holder_down);
  CAF_CHECK(code_of(finished.at(0).cause) == ec::holder_down);
}

CAF_TEST(6.4 the end of the holder settles the attempt that is judged) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  on(dumper::event::holder_down{make_error(ec::holder_down, "gone")});
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::failed);
  CAF_CHECK_EQUAL(finished.at(0).last.which.id, 1u);
}

CAF_TEST(6.5 the end of the watcher ends the loop with an error in the log) {
  start();
  on(dumper::event::owner_down{make_error(ec::unavailable, "killed")});
  CAF_CHECK(end() == watch_end::aborted);
  CAF_CHECK_EQUAL(said(log_level::error, "killed"), 1u);
}

CAF_TEST(6.2 an aborted loop ends at once and waits for nothing) {
  start();
  pass(50s);
  on(dumper::event::demand{});
  on(dumper::event::abort{});
  CAF_CHECK(end() == watch_end::aborted);
  CAF_CHECK_EQUAL(refused.size(), 1u);
  CAF_CHECK(dumper::over(self));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_gate_suite
