#define CAF_SUITE status_logger
#include "loops.hpp"

#include "actors/status_logger.hpp"

namespace status::test::status_logger_suite {

namespace {

/// Answers for its report when it is cancelled, not before.
class late_task {
public:
  static constexpr const char* name = "test.late_task";

  explicit late_task(task_actor::pointer self) : self(self) {
    // nop
  }

  task_actor::behavior_type make_behavior() {
    return {
      [](atom::progress) { return progress{}; },
      [this](atom::report) {
        asked = self->make_response_promise<
          caf::typed_response_promise<std::string>>();
        return asked;
      },
      [](atom::dump, const attempt&) { return checkpoint{}; },
      [this](atom::cancel, const caf::error&) {
        asked.deliver(std::string{"late"});
      },
      [](atom::steer, const steering& x) { return x; },
    };
  }

  task_actor::pointer self;
  caf::typed_response_promise<std::string> asked;
};

class one_logger : public one_loop {
public:
  void start(caf::timespan interval = 30s, caf::timespan timeout = 10s) {
    own(holder.actor);
    loop = spawn_status_logger(sys, {owner, interval, timeout, 0s, log});
    owned.emplace_back(caf::actor_cast<caf::actor>(loop));
    join();
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

CAF_TEST(8.3 a report that comes too late is not logged) {
  start();
  auto late = shim::spawn<late_task>(sys);
  owned.emplace_back(caf::actor_cast<caf::actor>(late));
  join(2, late);
  pass(40s);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "status unavailable"), 1u);
  caf::anon_send(late, atom::cancel_v, caf::error{});
  settle();
  CAF_CHECK_EQUAL(log->count(log_level::info, "late"), 0u);
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
  move(state::cut_over);
  CAF_CHECK(ends->empty());
  move(state::close);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::past_gate);
  pass(100s);
  CAF_CHECK_EQUAL(job.reports, 0u);
}

CAF_TEST(6.2 the loop ends when it is told to) {
  start();
  tell(order(loop_word::stop));
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::stopped);
  start();
  tell(order(loop_word::abort));
  CAF_REQUIRE_EQUAL(ends->size(), 2u);
  CAF_CHECK(ends->back().how.end == watch_end::aborted);
  pass(100s);
  CAF_CHECK_EQUAL(job.reports, 0u);
}

CAF_TEST(6.4 the loop ends with its holder and says so) {
  start();
  auto down = order(loop_word::holder_down);
  down.cause = make_error(ec::holder_down);
  tell(down);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::holder_down);
  CAF_CHECK(code_of(ends->front().how.cause) == ec::holder_down);
}

CAF_TEST(6.5 the loop ends with its owner) {
  start();
  end(owner);
  CAF_CHECK(gone());
}

CAF_TEST(6.2 after a stop a report that is under way is not logged) {
  job.report.reset();
  start();
  pass(31s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  tell(order(loop_word::stop));
  pass(100s);
  CAF_CHECK(log->texts("status.status_logger").empty());
}

CAF_TEST(6.2 a report of a task that was stopped is not that of the next one) {
  own(holder.actor);
  loop = spawn_status_logger(sys, {owner, 30s, 10s, 0s, log});
  owned.emplace_back(caf::actor_cast<caf::actor>(loop));
  auto late = shim::spawn<late_task>(sys);
  owned.emplace_back(caf::actor_cast<caf::actor>(late));
  join(1, late);
  pass(31s);
  tell(order(loop_word::stop));
  for (uint64_t key = 2; key < 30; ++key)
    join(key); // one may lie in memory where the other one was
  caf::anon_send(late, atom::cancel_v, caf::error{});
  settle();
  CAF_CHECK_EQUAL(log->count(log_level::info, "late"), 0u);
}

CAF_TEST(4.7 one loop serves many tasks each on its own grid) {
  start();
  pass(10s);
  auto other = std::make_shared<script>();
  other->report = std::string{"the other"};
  join(2, spawn_scripted_task(other));
  pass(20s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK_EQUAL(other->reports, 0u);
  pass(10s);
  CAF_CHECK_EQUAL(other->reports, 1u);
  tell(order(loop_word::stop));
  pass(100s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK_EQUAL(other->reports, 4u);
  CAF_CHECK_EQUAL(log->count(log_level::info, "the other"), 4u);
}

CAF_TEST(4.7 a task that never answers holds up no other) {
  job.report.reset();
  start();
  auto other = std::make_shared<script>();
  join(2, spawn_scripted_task(other));
  pass(300s);
  CAF_CHECK_EQUAL(other->reports, 10u);
  CAF_CHECK_EQUAL(log->count(log_level::info, "working"), 10u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "status unavailable"), 9u);
}

CAF_TEST(5.1 the logger writes no checkpoints) {
  start();
  auto x = ask<attempt_record>(loop, atom::save_v, uint64_t{1});
  CAF_CHECK(code_of(x.error()) == ec::bad_argument);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::status_logger_suite
