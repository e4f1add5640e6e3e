#define CAF_SUITE logger_step
#include "fixture.hpp"

#include <string>
#include <vector>

#include "actors/logger_step.hpp"

namespace status::test::logger_step_suite {

namespace {

class logger_driver {
public:
  logger_driver() {
    self.interval = 30s;
    self.origin = at(0s);
  }

  static logger::time_point at(caf::timespan x) {
    return logger::time_point{1000s + x};
  }

  void start(state current = state::copy_rows) {
    on(logger::event::subscribed{current});
  }

  void on(const logger::any_event& event) {
    logger::actions todo;
    logger::step(self, event, at(time), todo);
    for (const auto& x : todo)
      std::visit([this](const auto& y) { keep(y); }, x);
  }

  /// Lets time pass and fires what is due.
  void pass(caf::timespan duration) {
    auto until = time + duration;
    while (!ticks.empty() && ticks.front().when <= at(until)) {
      time = std::max(time, ticks.front().when - at(0s));
      ticks.erase(ticks.begin());
      on(logger::event::tick{});
    }
    time = until;
  }

  void silent() {
    on(logger::event::silent{make_error(ec::expired, "nothing")});
  }

  void keep(const logger::action::arm_tick& x) {
    ticks.emplace_back(x);
  }

  void keep(const logger::action::ask_task&) {
    ++asked;
  }

  void keep(const logger::action::write& x) {
    log.emplace_back(x.what);
  }

  void keep(const logger::action::finish& x) {
    finished.emplace_back(x.how);
  }

  logger::record self;
  caf::timespan time{0};
  std::vector<logger::action::arm_tick> ticks;
  size_t asked = 0;
  std::vector<log_record> log;
  std::vector<watch_result> finished;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(logger_step_tests, logger_driver)

CAF_TEST(8.1 the task is asked at each interval) {
  start();
  pass(30s - 1ns);
  CAF_CHECK_EQUAL(asked, 0u);
  pass(1ns);
  CAF_CHECK_EQUAL(asked, 1u);
  on(logger::event::reported{"a"});
  pass(30s);
  CAF_CHECK_EQUAL(asked, 2u);
}

CAF_TEST(8.1 a report is one record without blanks at its end) {
  start();
  pass(30s);
  on(logger::event::reported{"head\n  row \r\n\t "});
  CAF_REQUIRE_EQUAL(log.size(), 1u);
  CAF_CHECK_EQUAL(log[0].text, "head\n  row");
  CAF_CHECK(log[0].level == log_level::info);
  CAF_CHECK_EQUAL(log[0].component, "status.status_logger");
}

CAF_TEST(8.1 an empty report is not logged) {
  start();
  for (auto* text : {"", " \r\n\t"}) {
    pass(30s);
    on(logger::event::reported{text});
  }
  CAF_CHECK_EQUAL(asked, 2u);
  CAF_CHECK(log.empty());
}

CAF_TEST(8.3 one line says since when the status is unavailable) {
  start();
  pass(40s);
  silent();
  CAF_REQUIRE_EQUAL(log.size(), 1u);
  CAF_CHECK(log[0].level == log_level::warning);
  CAF_CHECK_EQUAL(log[0].text, "status unavailable for 10s: expired: nothing");
  pass(30s);
  silent();
  CAF_CHECK_EQUAL(log.back().text,
                  "status unavailable for 40s: expired: nothing");
}

CAF_TEST(8.3 a silence that nobody asked for counts from now) {
  start();
  pass(10s);
  silent();
  CAF_CHECK_EQUAL(log.back().text,
                  "status unavailable for 0s: expired: nothing");
}

CAF_TEST(8.3 a report ends the time without one) {
  start();
  pass(40s);
  silent();
  pass(20s);
  on(logger::event::reported{"back"});
  pass(35s);
  silent();
  CAF_CHECK_EQUAL(log.back().text,
                  "status unavailable for 5s: expired: nothing");
}

CAF_TEST(8.3 the task is not asked twice at a time) {
  start();
  pass(95s);
  CAF_CHECK_EQUAL(asked, 1u);
  silent();
  CAF_CHECK_EQUAL(log.back().text,
                  "status unavailable for 1m5s: expired: nothing");
  pass(25s);
  CAF_CHECK_EQUAL(asked, 2u);
}

CAF_TEST(3.1 the loop runs up to and including the cut-over) {
  start();
  on(logger::event::moved{state::cut_over});
  CAF_CHECK(finished.empty());
  on(logger::event::moved{state::close});
  CAF_REQUIRE_EQUAL(finished.size(), 1u);
  CAF_CHECK(finished[0].end == watch_end::past_gate);
  pass(100s);
  CAF_CHECK_EQUAL(asked, 0u);
}

CAF_TEST(3.1 a loop that starts past its gate ends at once) {
  start(state::err_cleanup);
  CAF_CHECK_EQUAL(finished.size(), 1u);
  CAF_CHECK(ticks.empty());
}

CAF_TEST(8.1 nothing is said after the end) {
  start();
  pass(30s);
  on(logger::event::end{watch_end::stopped, make_error(ec::cancelled)});
  CAF_REQUIRE_EQUAL(finished.size(), 1u);
  CAF_CHECK(finished[0].end == watch_end::stopped);
  CAF_CHECK(code_of(finished[0].cause) == ec::cancelled);
  on(logger::event::reported{"late"});
  silent();
  on(logger::event::end{watch_end::aborted, {}});
  CAF_CHECK(log.empty());
  CAF_CHECK_EQUAL(finished.size(), 1u);
}

CAF_TEST(9.3 after a suspend there is one tick on the old grid) {
  start();
  time = 1234s;
  pass(0s);
  CAF_CHECK_EQUAL(asked, 1u);
  CAF_REQUIRE_EQUAL(ticks.size(), 1u);
  CAF_CHECK(ticks[0].when == at(1260s));
}

CAF_TEST(9.4 interval 0 switches the loop off and says so) {
  self.interval = 0s;
  start();
  CAF_CHECK_EQUAL(finished.size(), 1u);
  CAF_CHECK(ticks.empty());
  CAF_REQUIRE_EQUAL(log.size(), 1u);
  CAF_CHECK_EQUAL(log[0].text, "status reports are switched off");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::logger_step_suite
