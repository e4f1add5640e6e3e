// What others send by mistake must not end a watch: CAF's defaults would.
#define CAF_SUITE watcher_abuse
#include "watched.hpp"

#include <caf/event_based_actor.hpp>

namespace status::test::watcher_abuse_suite {

namespace {

class abused : public watched {
public:
  void abuse(const caf::actor& whom) {
    caf::anon_send(whom, make_error(ec::unavailable, "stray"));
    auto plain = sys.spawn([whom](caf::event_based_actor* me) -> caf::behavior {
      me->send(whom, "garbage", 42);
      return {[](int32_t) {}};
    });
    owned.emplace_back(plain);
    settle();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(watcher_abuse_tests, abused)

CAF_TEST(6.5 stray errors and garbage end no loop) {
  start_spied_watch();
  for (const auto* name : {logger_name, dumper_name})
    abuse(loop(name));
  CAF_CHECK_EQUAL(log->count(log_level::warning, "restarted"), 0u);
  pass(50s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(4.4 stray errors and garbage do not end the watcher) {
  start_watch();
  abuse(caf::actor_cast<caf::actor>(watcher));
  ask<progress>(watcher, atom::progress_v).value();
  CAF_CHECK(ask<watch_result>(watcher, atom::stop_v, stop_order{}).value().end
            == watch_end::stopped);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_abuse_suite
