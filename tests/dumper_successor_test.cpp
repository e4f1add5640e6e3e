// A loop that replaces one that crashed.
#define CAF_SUITE dumper_successor
#include "dumper_driver.hpp"

namespace status::test::dumper_successor_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_successor_tests, dumper_driver)

CAF_TEST(5.9 a successor keeps the grid and the ids) {
  start();
  pass(50s);
  succeed(1);
  pass(7s);
  crash();
  pass(43s - 1ns);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  pass(1ns);
  CAF_REQUIRE_EQUAL(asked.size(), 2u);
  CAF_CHECK_EQUAL(asked[1].id, 2u);
}

CAF_TEST(5.9 a successor makes up for an early attempt) {
  opts.first = 5s;
  start();
  pass(2s);
  crash();
  pass(3s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
}

CAF_TEST(5.2 a successor starts nothing while an attempt is in flight) {
  start();
  pass(55s);
  crash();
  on(dumper::event::demand{});
  stop(true);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  pass(25s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::expired);
  CAF_CHECK(end() == watch_end::stopped);
}

CAF_TEST(5.3 a successor remembers what may still write) {
  opts.tolerated_failures = 1;
  start();
  pass(80s);
  crash();
  on(dumper::event::demand{});
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(refused.size(), 1u);
}

CAF_TEST(5.5 a successor keeps count of failures) {
  opts.tolerated_failures = 1;
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  crash();
  pass(50s);
  fail(2, ec::bad_argument);
  CAF_CHECK_EQUAL(charges.size(), 1u);
}

CAF_TEST(5.9 a successor settles what was being judged) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  crash(state::err_cleanup);
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::failed);
  CAF_CHECK(end() == watch_end::past_gate);
}

CAF_TEST(5.9 a successor does not serve whom its predecessor left) {
  start();
  pass(50s);
  on(dumper::event::demand{});
  crash();
  pass(30s);
  rule(ec::past_cut_over);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK(!self.demanded);
}

CAF_TEST(5.9 a successor serves nobody before it knows the state) {
  start();
  pass(55s);
  succeed(1);
  dumper::resume(self);
  on(dumper::event::demand{});
  CAF_CHECK_EQUAL(asked.size(), 1u);
  subscribe(state::cut_over);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_REQUIRE_EQUAL(refused.size(), 1u);
  CAF_CHECK(code_of(refused[0]) == ec::past_cut_over);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_successor_suite
