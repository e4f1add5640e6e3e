#define CAF_SUITE dumper_stop
#include "dumper_driver.hpp"

namespace status::test::dumper_stop_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_stop_tests, dumper_driver)

CAF_TEST(6.2 a stop between attempts ends the loop at once) {
  start();
  stop();
  CAF_CHECK(end() == watch_end::stopped);
  pass(500s);
  CAF_CHECK(asked.empty());
}

CAF_TEST(6.2 a stop waits until the state is known) {
  self = dumper::begin(opts, at(0s));
  stop();
  CAF_CHECK(!end());
  subscribe(state::copy_rows);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a stop waits for the attempt in flight) {
  start();
  pass(50s);
  stop();
  CAF_CHECK(!end());
  succeed(1);
  CAF_CHECK(settled.at(0).result == attempt_result::ok);
  CAF_CHECK(end() == watch_end::stopped);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(6.2 a stop waits for the timeout at most) {
  start();
  pass(50s);
  stop(true);
  pass(30s - 1ns);
  CAF_CHECK(!end());
  pass(1ns);
  CAF_CHECK(settled.at(0).result == attempt_result::expired);
  CAF_CHECK(end() == watch_end::stopped);
  CAF_CHECK(charges.empty());
  // Without fences the final one could meet the expired one.
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(6.2 a store that fences gets its final checkpoint after a timeout) {
  opts.store_fences = true;
  start();
  pass(50s);
  stop(true);
  pass(30s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.4 an error while stopping means nothing) {
  start();
  pass(50s);
  stop();
  fail(1, ec::bad_argument);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK(code_of(settled.at(0).cause) == ec::bad_argument);
  CAF_CHECK(charges.empty());
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(5.4 not ready while stopping is the end) {
  start();
  pass(50s);
  stop();
  fail(1, ec::watermark_not_ready);
  CAF_CHECK(end() == watch_end::stopped);
  pass(100s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(6.2 a final checkpoint is written on order) {
  start();
  pass(7s);
  stop(true);
  CAF_REQUIRE_EQUAL(asked.size(), 1u);
  CAF_CHECK(!end());
  pass(1s);
  succeed(1);
  CAF_CHECK(end() == watch_end::stopped);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(finished.at(0).last.which.id, 1u);
}

CAF_TEST(6.2 a final checkpoint follows the attempt in flight) {
  start();
  pass(50s);
  stop(true);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  CAF_CHECK(!end());
  fail(2, ec::bad_argument);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a final checkpoint has the timeout of an attempt) {
  start();
  stop(true);
  pass(30s - 1ns);
  CAF_CHECK(!end());
  pass(1ns);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a final checkpoint can have a budget of its own) {
  start();
  stop(true, 90s);
  pass(90s - 1ns);
  CAF_CHECK(!end());
  pass(1ns);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 no budget is longer than a day) {
  start();
  stop(true, caf::timespan::max());
  pass(24h - 1ns);
  CAF_CHECK(!end());
  pass(1ns);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a negative budget is none) {
  start();
  stop(true, -5s);
  pass(29s);
  CAF_CHECK(!end());
}

CAF_TEST(6.2 past the gate there is no final checkpoint) {
  start();
  pass(50s);
  stop(true);
  move(state::cut_over);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a second stop adds its order to the first) {
  start();
  pass(50s);
  stop();
  stop(true, 40s);
  stop(false, 20s);
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  pass(39s);
  CAF_CHECK(!end());
  pass(1s);
  CAF_CHECK(end() == watch_end::stopped);
  CAF_CHECK_EQUAL(finished.size(), 1u);
}

CAF_TEST(6.2 after an order to stop no tick starts anything) {
  opts.timeout = 200s;
  start();
  pass(50s);
  stop();
  pass(150s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK(ticks.empty());
  CAF_CHECK_EQUAL(self.skipped, 0u);
}

CAF_TEST(6.2 who demands while the watch stops rides with the final one) {
  start();
  pass(50s);
  stop(true);
  on(dumper::event::demand{});
  CAF_CHECK(refused.empty());
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  CAF_CHECK(!self.demanded);
}

CAF_TEST(6.2 who demands while the watch stops for good is refused) {
  start();
  pass(50s);
  stop();
  on(dumper::event::demand{});
  CAF_CHECK(refused.empty());
  succeed(1);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK(code_of(refused.at(0)) == ec::past_cut_over);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_stop_suite
