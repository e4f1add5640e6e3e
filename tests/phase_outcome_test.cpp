#define CAF_SUITE phase_outcome
#include "fixture.hpp"

#include "status/messages/metrics.hpp"

namespace status::test::phase_outcome_suite {

namespace {

transition step(state to, caf::error cause = {}) {
  transition x;
  x.from = state::copy_rows;
  x.to = to;
  x.cause = std::move(cause);
  return x;
}

} // namespace

CAF_TEST(a phase that is followed by another has succeeded) {
  CAF_CHECK(outcome_of(step(state::checksum)) == phase_outcome::succeeded);
  CAF_CHECK(outcome_of(step(state::cut_over)) == phase_outcome::succeeded);
  CAF_CHECK(outcome_of(step(state::close)) == phase_outcome::succeeded);
}

CAF_TEST(a phase that is followed by errCleanup has failed) {
  auto cause = make_error(ec::could_not_write_checkpoint, "disk full");
  CAF_CHECK(outcome_of(step(state::err_cleanup, cause))
            == phase_outcome::failed);
  CAF_CHECK(outcome_of(step(state::err_cleanup, caf::sec::request_timeout))
            == phase_outcome::failed);
  CAF_CHECK(outcome_of(step(state::err_cleanup)) == phase_outcome::failed);
}

CAF_TEST(a phase that somebody cancelled is cancelled - also when wrapped) {
  auto cause = make_error(ec::cancelled, "Ctrl-C");
  CAF_CHECK(outcome_of(step(state::err_cleanup, cause))
            == phase_outcome::cancelled);
  CAF_CHECK(outcome_of(step(state::err_cleanup, wrap(ec::task_down, "", cause)))
            == phase_outcome::cancelled);
}

CAF_TEST(an outcome has a name) {
  CAF_CHECK_EQUAL(to_string(phase_outcome::succeeded), "succeeded");
  CAF_CHECK_EQUAL(to_string(phase_outcome::failed), "failed");
  CAF_CHECK_EQUAL(to_string(phase_outcome::cancelled), "cancelled");
  CAF_CHECK_EQUAL(to_string(static_cast<phase_outcome>(3)), "unknown");
}

} // namespace status::test::phase_outcome_suite
