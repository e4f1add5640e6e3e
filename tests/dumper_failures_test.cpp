#define CAF_SUITE dumper_failures
#include "dumper_driver.hpp"

namespace status::test::dumper_failures_suite {

namespace {

using dumper::judge;
using dumper::judgement;

const auto not_ready = make_error(ec::watermark_not_ready);
const auto cancelled = make_error(ec::cancelled);
const auto other = make_error(ec::bad_argument);

} // namespace

CAF_TEST(5.4 not ready comes first) {
  CAF_CHECK(judge(not_ready, false, state::copy_rows) == judgement::retry);
  CAF_CHECK(judge(not_ready, true, state::cut_over) == judgement::retry);
  CAF_CHECK(
    judge(wrap(ec::bad_argument, "x", not_ready), true, state::err_cleanup)
    == judgement::retry);
}

CAF_TEST(5.4 a stopping watcher comes second) {
  CAF_CHECK(judge(cancelled, true, state::cut_over) == judgement::stop);
  CAF_CHECK(judge(other, true, state::copy_rows) == judgement::stop);
}

CAF_TEST(5.4 a cancelled job comes third) {
  CAF_CHECK(judge(cancelled, false, state::cut_over) == judgement::cancelled);
  CAF_CHECK(
    judge(wrap(ec::bad_argument, "x", cancelled), false, state::copy_rows)
    == judgement::cancelled);
}

CAF_TEST(5.4 the cut-over comes fourth) {
  for (auto x : {state::cut_over, state::close, state::err_cleanup})
    CAF_CHECK(judge(other, false, x) == judgement::superseded);
}

CAF_TEST(5.4 everything else is fatal) {
  for (auto x : {state::initial, state::copy_rows, state::post_checksum})
    CAF_CHECK(judge(other, false, x) == judgement::fatal);
  CAF_CHECK(
    judge(caf::make_error(caf::sec::runtime_error), false, state::copy_rows)
    == judgement::fatal);
}

CAF_TEST_FIXTURE_SCOPE(dumper_failures_tests, dumper_driver)

CAF_TEST(5.4 not ready goes on with a warning) {
  start();
  pass(50s);
  fail(1, ec::watermark_not_ready);
  CAF_CHECK_EQUAL(said(log_level::warning, "watermark not ready"), 1u);
  CAF_CHECK(settled.at(0).result == attempt_result::not_ready);
  CAF_CHECK(has_code(settled.at(0).cause, ec::watermark_not_ready));
  CAF_CHECK(charges.empty());
  pass(50s);
  CAF_CHECK_EQUAL(asked.size(), 2u);
}

CAF_TEST(5.4 a cancelled job ends the loop quietly) {
  start();
  pass(50s);
  fail(1, ec::cancelled);
  CAF_CHECK(end() == watch_end::cancelled);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK(charges.empty());
  CAF_CHECK_EQUAL(said(log_level::info, "cancelled"), 1u);
  CAF_CHECK_EQUAL(said(log_level::error), 0u);
}

CAF_TEST(5.4 an error past the cut-over ends the loop quietly) {
  start();
  pass(50s);
  move(state::cut_over);
  fail(1, ec::bad_argument);
  CAF_CHECK(end() == watch_end::past_gate);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK(charges.empty());
  CAF_CHECK_EQUAL(said(log_level::info, "cutOver came first"), 1u);
}

CAF_TEST(5.5 a fatal error is brought before the judge) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  CAF_REQUIRE_EQUAL(charges.size(), 1u);
  CAF_CHECK(code_of(charges[0]) == ec::could_not_write_checkpoint);
  CAF_CHECK(has_code(charges[0], ec::bad_argument));
  CAF_CHECK(settled.empty());
  CAF_CHECK(!end());
}

CAF_TEST(5.5 an error that says it all is not wrapped again) {
  for (auto x : {ec::could_not_write_checkpoint, ec::fenced}) {
    charges.clear();
    time = 0s;
    ticks.clear();
    start();
    pass(50s);
    fail(1, x);
    CAF_REQUIRE_EQUAL(charges.size(), 1u);
    CAF_CHECK(code_of(charges[0]) == x);
    CAF_CHECK(!cause_of(charges[0]));
  }
}

CAF_TEST(5.5 the run fails with one error in the log) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  rule(true);
  CAF_CHECK(end() == watch_end::failed);
  CAF_CHECK(has_code(finished.at(0).cause, ec::bad_argument));
  CAF_CHECK(settled.at(0).result == attempt_result::failed);
  CAF_CHECK_EQUAL(said(log_level::error), 1u);
  CAF_CHECK_EQUAL(log.back().component, "status.checkpoint_dumper");
  CAF_REQUIRE_EQUAL(log.back().fields.size(), 1u);
  CAF_CHECK_EQUAL(log.back().fields[0].value, "1");
  CAF_CHECK_EQUAL(finished.at(0).last.which.id, 1u);
}

CAF_TEST(5.5 the cut-over came first and the error is superseded) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  rule(ec::past_cut_over);
  CAF_CHECK(end() == watch_end::past_gate);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK_EQUAL(said(log_level::error), 0u);
  CAF_CHECK_EQUAL(said(log_level::info, "the cut-over came first"), 1u);
}

CAF_TEST(5.5 somebody else failed the run and this error is superseded) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  rule(false);
  CAF_CHECK(end() == watch_end::past_gate);
  CAF_CHECK(settled.at(0).result == attempt_result::dropped);
  CAF_CHECK_EQUAL(said(log_level::error), 0u);
}

CAF_TEST(5.5 a judge that does not answer is a lost holder) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  rule(ec::holder_down);
  CAF_CHECK(end() == watch_end::holder_down);
  CAF_CHECK(settled.at(0).result == attempt_result::failed);
}

CAF_TEST(5.5 a verdict that nobody asked for does nothing) {
  start();
  rule(true);
  CAF_CHECK(!end());
  CAF_CHECK(log.empty());
}

CAF_TEST(5.5 no attempt begins while the judge is asked) {
  start();
  pass(50s);
  fail(1, ec::bad_argument);
  on(dumper::event::demand{});
  pass(50s);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK_EQUAL(self.skipped, 1u);
  rule(true);
  CAF_CHECK_EQUAL(asked.size(), 1u);
  CAF_CHECK(code_of(refused.at(0)) == ec::past_cut_over);
}

CAF_TEST(5.8 a fenced store ends the loop whatever is tolerated) {
  opts.tolerated_failures = 9;
  start();
  pass(50s);
  fail(1, make_error(ec::fenced));
  CAF_CHECK_EQUAL(charges.size(), 1u);
}

CAF_TEST(5.8 a fenced store inside another error ends the loop too) {
  opts.tolerated_failures = 9;
  start();
  pass(50s);
  fail(1, wrap(ec::unavailable, "x", make_error(ec::fenced)));
  CAF_REQUIRE_EQUAL(charges.size(), 1u);
  CAF_CHECK(has_code(charges[0], ec::fenced));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::dumper_failures_suite
