#define CAF_SUITE dumper_step
#include "dumper_driver.hpp"

namespace status::test::dumper_step_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_step_tests, dumper_driver)

CAF_TEST(5.1 the first attempt comes after one interval) {
  start();
  pass(50s - 1ns);
  CAF_CHECK(asked.empty());
  pass(1ns);
  CAF_REQUIRE_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(asked[0].id, 1u);
}

CAF_TEST(5.1 an option makes the first attempt early and keeps the grid) {
  opts.first = 5s;
  start();
  pass(5s);
  CAF_REQUIRE_EQUAL(asked.size(), 1u);
  succeed(1);
  pass(44s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  pass(1s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.1 an early attempt whose time has passed comes at once) {
  opts.first = 5s;
  time = 20s;
  start();
  pass(0s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(5.1 the first attempt can come later than one interval) {
  opts.first = 70s;
  start();
  pass(69s);
  CAF_CHECK(asked.empty());
  pass(1s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  succeed(1);
  pass(30s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.1 an attempt on demand comes at once) {
  start();
  pass(7s);
  on(dumper::event::demand{});
  CAF_REQUIRE_EQUAL(asked.size(), 1u);
  CAF_CHECK(asked[0].when == 7s);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(5.1 a demand waits until the state is known) {
  self = dumper::begin(opts, at(0s));
  on(dumper::event::demand{});
  CAF_CHECK(asked.empty());
  subscribe(state::copy_rows);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(5.2 a demand waits for the attempt in flight) {
  start();
  pass(50s);
  on(dumper::event::demand{});
  on(dumper::event::demand{});
  CAF_CHECK_EQUAL(asked.size(), 1u);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  succeed(2);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.2 at most one attempt is in flight) {
  opts.timeout = 200s;
  start();
  pass(150s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(self.skipped, 2u);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  pass(50s);
  CAF_REQUIRE_EQUAL(asked.size(), 2u);
  CAF_CHECK(asked[1].when == 200s);
}

CAF_TEST(5.2 no attempt begins within the minimum pause) {
  opts.timeout = 50s;
  opts.min_pause = 5s;
  start();
  pass(96s);
  succeed(1);
  pass(4s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(self.skipped, 1u);
  pass(50s);
  CAF_REQUIRE_EQUAL(asked.size(), 2u);
  CAF_CHECK(asked[1].when == 150s);
}

CAF_TEST(5.2 an attempt begins when the minimum pause has just passed) {
  opts.timeout = 50s;
  opts.min_pause = 5s;
  start();
  pass(95s);
  succeed(1);
  pass(5s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.7 an attempt is settled with all that is known of it) {
  start();
  pass(52s);
  succeed(1, "here");
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  const auto& x = settled[0];
  CAF_CHECK(x.which == (attempt{7, 1}));
  CAF_CHECK(x.result == attempt_result::ok);
  CAF_CHECK(x.ended == wall + 52s);
  CAF_CHECK(x.duration == 2s);
  CAF_CHECK_EQUAL(x.saved.position, "here");
  CAF_CHECK_EQUAL(x.saved.size, 3u);
  CAF_CHECK_EQUAL(said(log_level::debug, "checkpoint written"), 1u);
}

CAF_TEST(5.7 the last word carries the last attempt and the skipped ticks) {
  opts.timeout = 90s;
  start();
  pass(120s);
  succeed(1, "here");
  on(dumper::event::abort{});
  CAF_REQUIRE_EQUAL(finished.size(), 1u);
  CAF_CHECK_EQUAL(finished[0].last.which.id, 1u);
  CAF_CHECK_EQUAL(finished[0].last.saved.position, "here");
  CAF_CHECK_EQUAL(finished[0].skipped_ticks, 1u);
}

CAF_TEST(5.7 an attempt that is judged at the end is settled as dropped) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  on(dumper::event::abort{});
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::dropped);
  CAF_CHECK_EQUAL(finished.at(0).last.which.id, 1u);
}

CAF_TEST(9.3 after a suspend there is one tick on the old grid) {
  start();
  time = 1234s;
  pass(0s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  succeed(1);
  pass(15s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  pass(1s);
  CAF_REQUIRE_EQUAL(asked.size(), 2u);
  CAF_CHECK(asked[1].when == 1250s);
}

CAF_TEST(9.4 interval 0 switches the ticks off and says so) {
  opts.interval = 0s;
  opts.first = 5s;
  start();
  pass(500s);
  CAF_CHECK(asked.empty());
  CAF_CHECK_EQUAL(said(log_level::info, "switched off"), 1u);
  on(dumper::event::demand{});
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_step_suite
