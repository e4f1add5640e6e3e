// The watcher refuses to judge, because the watch stops.
#define CAF_SUITE dumper_refusal
#include "dumper_driver.hpp"

namespace status::test::dumper_refusal_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_refusal_tests, dumper_driver)

CAF_TEST(case 11 - the watch stops while the judge is asked) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  stop();
  CAF_CHECK(!end());
  rule(ec::cancelled);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK(end() == watch_end::stopped);
  CAF_CHECK_EQUAL(said(log_level::error), 0u);
}

CAF_TEST(6.2 a final checkpoint is tried after an error that means nothing) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  stop(true);
  rule(ec::cancelled);
  CAF_CHECK_EQUAL(asked.size(), 2u);
  succeed(2);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(6.2 a watcher that stops without a word to the loop ends it) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  rule(ec::cancelled);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(5.4 a dropped attempt is settled before the final one begins) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  stop(true);
  rule(ec::cancelled);
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::dropped);
  succeed(2);
  CAF_CHECK_EQUAL(settled.size(), 2u);
  CAF_CHECK_EQUAL(finished.at(0).last.which.id, 2u);
}

CAF_TEST(5.5 a verdict that comes again does not end the final checkpoint) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  stop(true);
  rule(ec::cancelled);
  rule(ec::past_cut_over);
  CAF_CHECK(!end());
  succeed(2);
  CAF_CHECK(settled.back().result == attempt_result::ok);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_refusal_suite
