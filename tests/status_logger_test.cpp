#define CAF_SUITE status_logger
#include "loops.hpp"

#include "actors/status_logger.hpp"

namespace status::test {

namespace {

class one_logger : public one_loop {
public:
  void start(caf::timespan interval = 30s, caf::timespan timeout = 10s) {
    loop = spawn_status_logger(sys, {task, holder.actor, owner, interval,
                                     timeout, sched.clock().now(), log});
    owned.emplace_back(caf::actor_cast<caf::actor>(loop));
    settle();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(status_logger_tests, one_logger)

CAF_TEST(9.1 reports come on the grid of the watch) {
  pass(7s);
  start();
  pass(29900ms);
  CAF_CHECK_EQUAL(job.reports, 0u);
  pass(100ms);
  CAF_CHECK_EQUAL(job.reports, 1u);
}

CAF_TEST(8.1 a report of several lines is one record) {
  job.report = std::string{"head\n  row"};
  start();
  pass(30s);
  auto texts = log->texts("status.status_logger");
  CAF_REQUIRE_EQUAL(texts.size(), 1u);
  CAF_CHECK_EQUAL(texts[0], "head\n  row");
}

CAF_TEST(8.3 a report that does not come in time is said and asked again) {
  job.report.reset();
  start();
  pass(39900ms);
  CAF_CHECK(log->texts("status.status_logger").empty());
  pass(100ms);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "status unavailable for 10s"),
                  1u);
  job.report = std::string{"back"};
  pass(20s);
  CAF_CHECK_EQUAL(log->count(log_level::info, "back"), 1u);
}

CAF_TEST(8.3 a task that throws does not end the loop) {
  job.report = caf::expected<std::string>{make_error(ec::unavailable, "boom")};
  start();
  pass(60s);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "boom"), 2u);
  CAF_CHECK(ends->empty());
}

CAF_TEST(3.1 the loop ends when the state passes its gate) {
  start();
  advance(state::cut_over);
  CAF_CHECK(ends->empty());
  advance(state::close);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::past_gate);
  CAF_CHECK(gone());
}

CAF_TEST(6.2 the loop ends when it is told to) {
  start();
  caf::anon_send(loop, atom::stop_v, stop_order{});
  settle();
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::stopped);
  CAF_CHECK(gone());
  start();
  caf::anon_send(loop, atom::abort_v);
  settle();
  CAF_REQUIRE_EQUAL(ends->size(), 2u);
  CAF_CHECK(ends->back().end == watch_end::aborted);
}

CAF_TEST(6.4 the loop ends with its holder and says so) {
  start();
  end(holder.actor);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::holder_down);
  CAF_CHECK(code_of(ends->front().cause) == ec::holder_down);
}

CAF_TEST(6.4 a holder that is dead already ends the loop) {
  end(holder.actor);
  start();
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::holder_down);
}

CAF_TEST(6.5 the loop ends with its owner) {
  start();
  end(owner);
  CAF_CHECK(gone());
}

CAF_TEST(5.1 the logger writes no checkpoints) {
  start();
  auto x = ask<attempt_record>(loop, atom::save_v);
  CAF_CHECK(code_of(x.error()) == ec::bad_argument);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test
