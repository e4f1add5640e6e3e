#define CAF_SUITE dumper_expiry
#include "dumper_driver.hpp"

namespace status::test::dumper_expiry_suite {

CAF_TEST_FIXTURE_SCOPE(dumper_expiry_tests, dumper_driver)

CAF_TEST(5.3 an attempt without an answer in time has failed) {
  start();
  pass(80s - 1ns);
  CAF_CHECK(charges.empty());
  pass(1ns);
  CAF_REQUIRE_EQUAL(charges.size(), 1u);
  CAF_CHECK(has_code(charges[0], ec::expired));
  CAF_CHECK(to_text(charges[0]).find("within 30s") != std::string::npos);
  rule(true);
  CAF_CHECK(settled.at(0).result == attempt_result::expired);
}

CAF_TEST(5.3 a superseded attempt that has expired stays expired) {
  start();
  pass(80s);
  rule(ec::past_cut_over);
  CAF_CHECK(settled.at(0).result == attempt_result::expired);
}

CAF_TEST(5.3 the timeout of an attempt that has ended does nothing) {
  start();
  pass(51s);
  succeed(1);
  on(dumper::event::demand{});
  pass(29s);
  CAF_CHECK(charges.empty());
  CAF_CHECK(self.in_flight.has_value());
  pass(1s);
  CAF_CHECK_EQUAL(charges.size(), 1u);
}

CAF_TEST(5.3 a late answer is recorded and otherwise ignored) {
  opts.tolerated_failures = 5;
  start();
  pass(80s);
  settled.clear();
  succeed(1, "late");
  CAF_REQUIRE_EQUAL(settled.size(), 1u);
  CAF_CHECK(settled[0].result == attempt_result::late);
  CAF_CHECK(settled[0].which == (attempt{7, 1}));
  CAF_CHECK(settled[0].ended == wall + 80s);
  CAF_CHECK_EQUAL(settled[0].saved.position, "late");
  CAF_CHECK_EQUAL(said(log_level::warning, "late"), 1u);
  CAF_CHECK_EQUAL(self.failures, 1u);
  CAF_CHECK(self.last->result == attempt_result::expired);
  succeed(1);
  CAF_CHECK_EQUAL(settled.size(), 1u);
}

CAF_TEST(5.3 a late error is recorded with its cause) {
  opts.tolerated_failures = 5;
  start();
  pass(80s);
  fail(1, ec::bad_argument);
  CAF_CHECK(settled.back().result == attempt_result::late);
  CAF_CHECK(code_of(settled.back().cause) == ec::bad_argument);
  CAF_CHECK_EQUAL(self.failures, 1u);
}

CAF_TEST(5.3 a late answer is recorded after the end too) {
  start();
  pass(80s);
  rule(true);
  CAF_CHECK(!dumper::over(self));
  CAF_CHECK_EQUAL(finished.size(), 1u);
  succeed(1);
  CAF_CHECK(settled.back().result == attempt_result::late);
  CAF_CHECK(dumper::over(self));
  CAF_CHECK_EQUAL(finished.size(), 1u);
}

CAF_TEST(5.3 nobody waits for a late answer once the watcher has ended) {
  start();
  pass(80s);
  rule(true);
  on(dumper::event::owner_down{});
  CAF_CHECK(dumper::over(self));
  CAF_CHECK_EQUAL(said(log_level::error, "watcher"), 0u);
}

CAF_TEST(5.3 an answer that nobody asked for does nothing) {
  start();
  pass(50s);
  succeed(9);
  CAF_CHECK(settled.empty());
  CAF_CHECK(self.in_flight.has_value());
}

CAF_TEST(5.3 nothing starts while an expired attempt may still write) {
  opts.tolerated_failures = 2;
  start();
  pass(100s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(self.failures, 2u);
  CAF_CHECK_EQUAL(self.skipped, 1u);
  CAF_CHECK_EQUAL(said(log_level::warning, "attempt 1 may still write"), 1u);
  on(dumper::event::demand{});
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_REQUIRE_EQUAL(refused.size(), 1u);
  CAF_CHECK(code_of(refused[0]) == ec::expired);
  CAF_CHECK(!self.demanded);
}

CAF_TEST(5.3 a store that hangs for too long is fatal) {
  opts.tolerated_failures = 2;
  start();
  pass(150s);
  CAF_REQUIRE_EQUAL(charges.size(), 1u);
  CAF_CHECK(code_of(charges[0]) == ec::could_not_write_checkpoint);
  CAF_CHECK(has_code(charges[0], ec::expired));
  CAF_CHECK_EQUAL(asked.size(), 1u);
  rule(true);
  CAF_CHECK(end() == watch_end::failed);
}

CAF_TEST(5.3 a late answer lets the next attempt begin) {
  opts.tolerated_failures = 2;
  start();
  pass(80s);
  succeed(1);
  pass(20s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.3 who waits for an attempt is told that the store hangs) {
  opts.tolerated_failures = 1;
  start();
  pass(60s);
  on(dumper::event::demand{});
  pass(20s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_REQUIRE_EQUAL(refused.size(), 1u);
  CAF_CHECK(code_of(refused[0]) == ec::expired);
}

CAF_TEST(5.3 a store that fences lets the next attempt begin) {
  opts.tolerated_failures = 5;
  opts.store_fences = true;
  start();
  pass(100s);
  CAF_REQUIRE_EQUAL(asked.size(), 2u);
  CAF_CHECK_EQUAL(asked[1].id, 2u);
  succeed(1);
  CAF_CHECK(settled.back().result == attempt_result::late);
  CAF_CHECK(self.in_flight.has_value());
  succeed(2);
  CAF_CHECK(settled.back().result == attempt_result::ok);
}

// -- tolerated failures --------------------------------------------------------

CAF_TEST(5.5 failures in a row are tolerated up to their number) {
  opts.tolerated_failures = 2;
  start();
  for (uint64_t id : {1, 2}) {
    pass(50s);
    fail(id, ec::bad_argument);
    CAF_CHECK(settled.back().result == attempt_result::failed);
    CAF_CHECK(code_of(settled.back().cause) == ec::bad_argument);
  }
  CAF_CHECK(charges.empty());
  CAF_CHECK_EQUAL(said(log_level::warning, "attempt failed"), 2u);
  pass(50s);
  fail(3, ec::bad_argument);
  CAF_CHECK_EQUAL(charges.size(), 1u);
}

CAF_TEST(5.5 a success resets the count) {
  opts.tolerated_failures = 1;
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  pass(50s);
  succeed(2);
  pass(50s);
  fail(3, ec::bad_argument);
  CAF_CHECK(charges.empty());
}

CAF_TEST(5.5 a tolerated failure serves who waits for the next attempt) {
  opts.tolerated_failures = 1;
  start();
  pass(50s);
  on(dumper::event::demand{});
  fail(1, ec::bad_argument);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_expiry_suite
