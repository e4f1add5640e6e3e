#define CAF_SUITE tick
#include "fixture.hpp"

namespace status::test::tick_suite {

namespace {

class ticking : public fixture {
public:
  /// Lets one interval pass; returns how often the holder had to work.
  size_t work_of_holder(caf::timespan interval) {
    auto whom = caf::actor_cast<caf::abstract_actor*>(holder.actor);
    size_t result = 0;
    sched.advance_time(interval);
    do {
      for (auto* x : sched.jobs)
        if (dynamic_cast<caf::abstract_actor*>(x) == whom)
          ++result;
    } while (sched.try_run_once());
    return result;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(tick_tests, ticking)

CAF_TEST(4.3 the tick of a report asks nobody for the state) {
  watch_options options;
  options.checkpoint_interval = 0s;
  start_watch(options);
  CAF_CHECK_EQUAL(work_of_holder(30s), 0u);
  CAF_CHECK_EQUAL(job.reports, 1u);
}

CAF_TEST(4.3 the tick of a checkpoint asks nobody for the state) {
  watch_options options;
  options.status_interval = 0s;
  start_watch(options);
  job.dump.reset(); // what is recorded afterwards would count
  CAF_CHECK_EQUAL(work_of_holder(50s), 0u);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(4.3 a holder that is asked has work) {
  start_watch();
  auto answer = ask<snapshot>(watcher, atom::get_v);
  CAF_CHECK(answer.has());
  auto asker = sys.spawn([this](caf::event_based_actor* me) {
    me->request(watcher, caf::infinite, atom::get_v).then([](const snapshot&) {
    });
  });
  owned.emplace_back(caf::actor_cast<caf::actor>(asker));
  CAF_CHECK_GREATER(work_of_holder(0s), 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::tick_suite
