#define CAF_SUITE dumper_stale
#include "dumper_driver.hpp"

namespace status::test::dumper_stale_suite {

namespace {

class stale_driver : public dumper_driver {
public:
  /// Attempts until `id` find nothing to save.
  void not_ready_until(uint64_t id) {
    while (self.next_id <= id) {
      pass(50s);
      fail(self.next_id - 1, ec::watermark_not_ready);
    }
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(dumper_stale_tests, stale_driver)

CAF_TEST(5.6 not ready for longer than the limit asks whether it is throttled) {
  start();
  not_ready_until(11); // for 500 s
  CAF_CHECK_EQUAL(throttle_questions, 0u);
  not_ready_until(12);
  CAF_CHECK_EQUAL(throttle_questions, 1u);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 1u);
  CAF_CHECK_EQUAL(said(log_level::warning, "not ready for 550s"), 1u);
  CAF_CHECK(charges.empty());
}

CAF_TEST(5.6 checkpoint_stale is said once) {
  start();
  not_ready_until(12);
  on(dumper::event::throttled{false});
  not_ready_until(14);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(throttle_questions, 1u);
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 1u);
}

CAF_TEST(5.6 a success begins the count anew) {
  start();
  not_ready_until(12);
  on(dumper::event::throttled{false});
  pass(50s);
  succeed(13);
  not_ready_until(24);
  CAF_CHECK_EQUAL(throttle_questions, 1u);
  not_ready_until(25);
  CAF_CHECK_EQUAL(throttle_questions, 2u);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 2u);
}

CAF_TEST(5.6 a throttled task is not stale and its count begins anew) {
  opts.cancel_when_stale = true;
  start();
  not_ready_until(12);
  on(dumper::event::throttled{true});
  not_ready_until(22);
  CAF_CHECK_EQUAL(throttle_questions, 1u);
  not_ready_until(23);
  CAF_CHECK_EQUAL(throttle_questions, 2u);
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 0u);
  CAF_CHECK(charges.empty());
}

CAF_TEST(5.6 cancelling a stale task is an option) {
  opts.cancel_when_stale = true;
  start();
  not_ready_until(12);
  on(dumper::event::throttled{false});
  CAF_REQUIRE_EQUAL(charges.size(), 1u);
  CAF_CHECK(code_of(charges[0]) == ec::could_not_write_checkpoint);
  auto count = settled.size();
  rule(true);
  CAF_CHECK(end() == watch_end::failed);
  CAF_CHECK_EQUAL(settled.size(), count);
}

CAF_TEST(5.6 an attempt in flight may still save a stale task) {
  opts.cancel_when_stale = true;
  start();
  not_ready_until(12);
  on(dumper::event::demand{});
  on(dumper::event::throttled{false});
  CAF_CHECK(charges.empty());
  fail(13, ec::watermark_not_ready);
  CAF_CHECK_EQUAL(throttle_questions, 2u);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(charges.size(), 1u);
}

CAF_TEST(5.6 an attempt in flight does not put the warning off) {
  start();
  not_ready_until(12);
  on(dumper::event::demand{});
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 1u);
}

CAF_TEST(5.6 a success before the answer forgets the question) {
  start();
  not_ready_until(12);
  on(dumper::event::demand{});
  succeed(13);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 0u);
}

CAF_TEST(5.6 a second answer says nothing again) {
  start();
  not_ready_until(13);
  CAF_CHECK_EQUAL(throttle_questions, 2u);
  on(dumper::event::throttled{false});
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 1u);
}

CAF_TEST(5.6 a task is not called stale while it is judged) {
  opts.cancel_when_stale = true;
  start();
  not_ready_until(12);
  pass(50s);
  fail(13, ec::bad_argument);
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(charges.size(), 1u);
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 0u);
}

CAF_TEST(5.6 a task is not called stale while the watch stops) {
  start();
  not_ready_until(12);
  on(dumper::event::demand{});
  stop();
  on(dumper::event::throttled{false});
  CAF_CHECK_EQUAL(said(log_level::warning, "checkpoint_stale"), 0u);
}

CAF_TEST(5.6 without a limit nothing is ever stale) {
  opts.stale_after = 0s;
  start();
  not_ready_until(30);
  CAF_CHECK_EQUAL(throttle_questions, 0u);
}

CAF_TEST(5.4 who waits is served after an attempt that was not ready) {
  start();
  pass(50s);
  on(dumper::event::demand{});
  fail(1, ec::watermark_not_ready);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_stale_suite
