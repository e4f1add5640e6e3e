// The actor between a watch and its sink, by itself.
#define CAF_SUITE metrics_end
#include "metered.hpp"

#include "actors/metrics.hpp"

namespace status::test::metrics_end_suite {

namespace {

/// Makes a holder that has one transition to tell, but not before `release`.
state_holder_actor spawn_slow_holder(caf::actor_system& sys, gate& asked,
                                     gate& release) {
  return sys.spawn<caf::detached>(
    [&](state_holder_actor::pointer) -> state_holder_actor::behavior_type {
      return {
        [](atom::fail, const caf::error&) { return verdict{}; },
        [](atom::advance, state) { return snapshot{}; },
        [&](atom::get) {
          asked.open();
          release.wait();
          return snapshot{};
        },
        [](atom::subscribe, const subscriber_actor&) { return snapshot{}; },
        [](atom::subscribe, const subscriber_actor&, const stream_position&) {
          catch_up result;
          result.missed.emplace_back();
          return result;
        },
        [](atom::leave, const subscriber_actor&) {},
        [](atom::record, const attempt_record&) {},
        [](atom::history) { return attempt_history{}; },
        [](atom::steer, const steering_order&) { return steering{}; },
        [](atom::restore, const steering& x) { return x; },
      };
    });
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(metrics_end_tests, metered)

CAF_TEST(4.6 what came before is told even when the watch ends meanwhile) {
  gate asked;
  auto slow = spawn_slow_holder(sys, asked, sink->release);
  task = spawn_task(sys, holder, {});
  auto metrics = spawn_metrics(sys, sink, task, slow, 0s, log);
  CAF_REQUIRE(asked.wait());
  caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
  wait_for_end(task);
  sink->release.open();
  CAF_CHECK(sink->wait_until([&] { return sink->phases.size() == 1; }));
  CAF_CHECK(!wait_for_end(metrics)); // and nothing keeps it then
  caf::anon_send_exit(slow, caf::exit_reason::user_shutdown);
  wait_for_end(slow); // it uses what is on this stack
}

CAF_TEST(4.6 stray errors lose no events) {
  task = spawn_task(sys, holder, {});
  auto metrics = spawn_metrics(sys, sink, task, holder.actor, 0s, log);
  caf::anon_send(caf::actor_cast<caf::actor>(metrics),
                 make_error(ec::unavailable, "stray"));
  shim::anon_mail(atom::record_v, attempt_record{}).send(metrics);
  CAF_CHECK(sink->wait_until([&] { return sink->attempts.size() == 1; }));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::metrics_end_suite
