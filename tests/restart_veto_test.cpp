#define CAF_SUITE restart_veto

#include "fixture.hpp"

#include "actors/restart_policy.hpp"

namespace status::restart_veto_suite {

CAF_TEST(6.7 a job that knows that a start cannot help is not started again) {
  caf::error asked;
  restart_options options;
  options.can_help = [&asked](const caf::error& x) {
    asked = x;
    return false;
  };
  restart_policy policy{options};
  auto cause = make_error(ec::unavailable, "no such folder");
  CAF_CHECK(!policy.next(cause, {}));
  CAF_CHECK(asked == ec::unavailable);
}

CAF_TEST(a job has no say after a failure that allows no start) {
  restart_options options;
  options.can_help = [](const caf::error&) { return true; };
  restart_policy policy{options};
  CAF_CHECK(!policy.next(make_error(ec::fenced), {}));
  CAF_CHECK(policy.next(make_error(ec::unavailable), {}).has_value());
}

} // namespace status::restart_veto_suite
