#define CAF_SUITE run
#include "fixture.hpp"

#include "status/messages/run.hpp"
#include "status/messages/watch.hpp"

namespace status::test::run_suite {

CAF_TEST(6.7 starting again never helps after these) {
  for (auto code :
       {ec::cancelled, ec::fenced, ec::ownership_ambiguous,
        ec::mismatched_alter, ec::binlog_not_found, ec::checkpoint_too_old,
        ec::checkpoint_collision, ec::bad_argument}) {
    CAF_CHECK_EQUAL(std::pair(to_string(code), may_restart(make_error(code))),
                    std::pair(to_string(code), false));
    CAF_CHECK(!may_restart(wrap(ec::task_down, "outer", make_error(code))));
  }
}

CAF_TEST(6.7 starting again can help after anything else) {
  for (auto code : {ec::could_not_write_checkpoint, ec::watermark_not_ready,
                    ec::expired, ec::illegal_transition, ec::past_cut_over,
                    ec::task_down, ec::holder_down, ec::unavailable})
    CAF_CHECK_EQUAL(std::pair(to_string(code), may_restart(make_error(code))),
                    std::pair(to_string(code), true));
  CAF_CHECK(may_restart(caf::sec::runtime_error));
  CAF_CHECK(may_restart(caf::exit_reason::kill));
  CAF_CHECK(may_restart({}));
}

} // namespace status::test::run_suite
