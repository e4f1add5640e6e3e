#define CAF_SUITE watcher_cases
#include "watched.hpp"

namespace status::test::watcher_cases_suite {

CAF_TEST_FIXTURE_SCOPE(watcher_cases_tests, watched)

CAF_TEST(case 1 - copying rows for 100 s gives reports and dumps) {
  advance(state::copy_rows);
  start_watch();
  pass(100s);
  CAF_CHECK(log->texts(logger_name).size() >= 2);
  CAF_CHECK(job.dumps() >= 2);
  auto result = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK(result.end == watch_end::stopped);
  auto reports = job.reports;
  auto dumps = job.dumps();
  pass(500s);
  CAF_CHECK_EQUAL(job.reports, reports);
  CAF_CHECK_EQUAL(job.dumps(), dumps);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(case 2 - both loops of a closed job end alone) {
  advance(state::close);
  start_watch();
  auto result = ask<watch_result>(watcher, atom::wait_v).value();
  CAF_CHECK(result.end == watch_end::past_gate);
  CAF_CHECK_EQUAL(result.last.which.id, 0u);
  pass(200s);
  CAF_CHECK_EQUAL(job.reports, 0u);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
}

CAF_TEST(case 3 - the logger ends alone when the state passes the cut-over) {
  advance(state::copy_rows);
  start_spied_watch();
  pass(40s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  advance(state::close);
  pass(200s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK(ask<watch_result>(watcher, atom::wait_v).value().end
            == watch_end::past_gate);
}

CAF_TEST(case 4 - an empty status is asked for and not logged) {
  advance(state::copy_rows);
  job.report = std::string{};
  start_watch();
  pass(60s);
  CAF_CHECK_EQUAL(job.reports, 2u);
  CAF_CHECK(log->texts(logger_name).empty());
}

CAF_TEST(case 5 - nothing comes before its interval has passed) {
  advance(state::copy_rows);
  start_watch();
  pass(29900ms);
  CAF_CHECK_EQUAL(job.reports, 0u);
  pass(20s);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
  pass(100ms);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(case 6 - in the cut-over the logger runs and the dumper ends) {
  advance(state::cut_over);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(100s);
  CAF_CHECK_EQUAL(job.reports, 3u);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
  CAF_CHECK(!over.has());
  advance(state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(case 7 - not ready goes on without a cancel) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::watermark_not_ready);
  start_watch();
  pass(150s);
  CAF_CHECK_EQUAL(job.dumps(), 3u);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(case 7 - not ready inside another error goes on too) {
  advance(state::copy_rows);
  job.dump
    = caf::expected<checkpoint>{wrap(ec::could_not_write_checkpoint, "copier",
                                     make_error(ec::watermark_not_ready))};
  start_watch();
  pass(150s);
  CAF_CHECK_EQUAL(job.dumps(), 3u);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(case 8 - a full disk is one attempt and one cancel and one error) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument, "disk full");
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(500s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(to_text(job.cancels[0]),
                  "could not write checkpoint: bad argument: disk full");
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::error, "disk full"), 1u);
  CAF_CHECK(over.value().end == watch_end::failed);
  CAF_CHECK(has_code(over.value().cause, ec::could_not_write_checkpoint));
}

CAF_TEST(case 9 - a cancelled error is a quiet end) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::cancelled);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(500s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  CAF_CHECK(holder.view.load() == state::copy_rows);
  advance(state::close);
  CAF_CHECK(over.value().end == watch_end::cancelled);
}

CAF_TEST(case 9 - a cancelled error inside another is a quiet end too) {
  advance(state::copy_rows);
  job.dump = caf::expected<checkpoint>{
    wrap(ec::unavailable, "pool", make_error(ec::cancelled))};
  start_watch();
  pass(500s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(case 10 - a dump that moves to the cut-over may fail) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument);
  job.during_dump = [this] {
    caf::anon_send(holder.actor, atom::advance_v, state::cut_over);
  };
  start_watch();
  pass(60s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  CAF_CHECK(holder.view.load() == state::cut_over);
}

CAF_TEST(case 10 - also when everybody has heard of the cut-over before) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument);
  job.during_dump = [this] { advance(state::cut_over); };
  start_watch();
  pass(60s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(case 11 - a dump that stops the watch may fail with any error) {
  for (auto code : {ec::bad_argument, ec::fenced, ec::cancelled, ec::expired}) {
    job.attempts.clear();
    job.fail_dumps_with(code);
    job.during_dump
      = [this] { caf::anon_send(watcher, atom::stop_v, stop_order{}); };
    start_watch();
    auto over = ask<watch_result>(watcher, atom::wait_v);
    pass(100s);
    CAF_CHECK_EQUAL(job.dumps(), 1u);
    CAF_CHECK(over.value().end == watch_end::stopped);
  }
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  CAF_CHECK(holder.view.load() == state::initial);
}

CAF_TEST(case 12 - not ready and a stop in the same dump end at the stop) {
  job.fail_dumps_with(ec::watermark_not_ready);
  job.during_dump
    = [this] { caf::anon_send(watcher, atom::stop_v, stop_order{}); };
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(50s);
  CAF_CHECK(over.value().end == watch_end::stopped);
  pass(200s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(case 13 - the dumper ends and the logger goes on) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::cancelled);
  start_watch();
  pass(150s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK_EQUAL(job.reports, 5u);
}

CAF_TEST(case 13 - the logger is off and the dumper goes on) {
  watch_options options;
  options.status_interval = 0s;
  start_watch(options);
  pass(150s);
  CAF_CHECK_EQUAL(job.reports, 0u);
  CAF_CHECK_EQUAL(job.dumps(), 3u);
}

CAF_TEST(case 20 - of 32 fatal errors at once one cancels with one cause) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument, "disk full");
  std::vector<reply<watch_result>> ends;
  ends.reserve(32);
  for (int i = 0; i < 32; ++i)
    ends.emplace_back(ask<watch_result>(start_another_watch(), atom::wait_v));
  pass(50s);
  CAF_CHECK_EQUAL(job.dumps(), 32u);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
  size_t failed = 0;
  for (const auto& x : ends)
    if (x.value().end == watch_end::failed)
      ++failed;
  CAF_CHECK_EQUAL(failed, 1u);
  auto now = ask<snapshot>(holder.actor, atom::get_v).value();
  CAF_CHECK_EQUAL(to_text(now.first_cause), to_text(job.cancels.at(0)));
}

CAF_TEST(case 21 - a hung dump cancels at its timeout and is ignored later) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  pass(79900ms);
  CAF_CHECK(job.cancels.empty());
  pass(100ms);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(has_code(job.cancels[0], ec::expired));
  job.answer_hung_dump(checkpoint{"late", 1});
  pass(100s);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  auto history = ask<attempt_history>(holder.actor, atom::history_v).value();
  CAF_REQUIRE_EQUAL(history.attempts.size(), 2u);
  CAF_CHECK(history.attempts[0].result == attempt_result::expired);
  CAF_CHECK(history.attempts[1].result == attempt_result::late);
  CAF_CHECK_EQUAL(history.succeeded, 0u);
}

CAF_TEST(case 22 - a task killed in a dump fails the run with the reason) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(60s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  end(task);
  auto now = ask<snapshot>(holder.actor, atom::get_v).value();
  CAF_CHECK(now.current == state::err_cleanup);
  CAF_CHECK(code_of(now.first_cause) == ec::task_down);
  CAF_CHECK(to_text(now.first_cause).find("kill") != std::string::npos);
  CAF_CHECK(over.value().end == watch_end::task_down);
  CAF_CHECK(to_text(over.value().cause).find("kill") != std::string::npos);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(case 24 - a status that hangs for minutes holds up no dump) {
  advance(state::copy_rows);
  job.report.reset();
  start_watch();
  pass(300s);
  CAF_CHECK_EQUAL(job.dumps(), 6u);
  CAF_CHECK_EQUAL(job.reports, 10u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "status unavailable for 10s"),
                  1u);
  CAF_CHECK_EQUAL(
    log->count(log_level::warning, "status unavailable for 4m10s"), 1u);
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_cases_suite
