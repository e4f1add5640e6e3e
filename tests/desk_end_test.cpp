#define CAF_SUITE desk_end
#include "desk_fixture.hpp"

namespace status::test::desk_end_suite {

namespace {

struct ends : desk_fixture {
  task_entry watched() {
    return entry("watched");
  }

  void watch_one() {
    start_watch();
    if (auto err = add("watched", desk_job{watcher}))
      CAF_FAIL("cannot add: " << to_text(err));
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(desk_end_tests, ends)

CAF_TEST(10.6 the outcome of a supervised job is told with its cause) {
  auto job = add("orders", 2);
  job->enter(state::err_cleanup);
  settle();
  CAF_CHECK(entry("orders").seen == presence::live); // it may start again
  run_result how;
  how.outcome = run_outcome::failed;
  how.cause = make_error(ec::fenced, "by node 2");
  how.last = job->now;
  how.last.at.sequence = 9;
  job->end(how);
  auto x = entry("orders");
  CAF_CHECK(x.seen == presence::ended);
  CAF_CHECK(x.outcome == run_outcome::failed);
  CAF_CHECK(x.cause == ec::fenced);
  CAF_CHECK_EQUAL(x.now.at.sequence, 9u);
  auto looks = job->looks;
  pass(3s);
  CAF_CHECK_EQUAL(job->looks, looks);
}

CAF_TEST(10.6 a killed supervisor ends its job by what is known of it) {
  auto closed = add("closed");
  closed->enter(state::close);
  auto cutting = add("cutting");
  cutting->enter(state::cut_over);
  auto copying = add("copying");
  copying->enter(state::copy_rows);
  settle();
  for (const auto& job : jobs)
    end(job->actor);
  CAF_CHECK(entry("closed").seen == presence::ended);
  CAF_CHECK(entry("closed").outcome == run_outcome::succeeded);
  CAF_CHECK(entry("cutting").outcome == run_outcome::failed);
  CAF_CHECK(entry("cutting").cause == ec::ownership_ambiguous);
  CAF_CHECK(entry("copying").outcome == run_outcome::failed);
  CAF_CHECK(entry("copying").cause == ec::task_down);
}

CAF_TEST(10.6 a watched job ends with its last state) {
  watch_one();
  advance(state::copy_rows);
  CAF_CHECK(watched().seen == presence::live);
  advance(state::cut_over);
  CAF_CHECK(watched().seen == presence::live);
  advance(state::close);
  CAF_CHECK(watched().seen == presence::ended);
  CAF_CHECK(watched().outcome == run_outcome::succeeded);
  CAF_CHECK(watched().now.closed != caf::timestamp{});
}

CAF_TEST(10.6 a watched job that fails says why) {
  watch_one();
  ask<verdict>(holder.actor, atom::fail_v, make_error(ec::fenced)).value();
  CAF_CHECK(watched().seen == presence::ended);
  CAF_CHECK(watched().outcome == run_outcome::failed);
  CAF_CHECK(watched().cause == ec::fenced);
}

CAF_TEST(10.6 a watched job that is cancelled has not failed) {
  watch_one();
  ask<verdict>(desk, atom::cancel_v, std::string{"watched"},
               make_error(ec::cancelled, "enough"))
    .value();
  CAF_CHECK(watched().outcome == run_outcome::cancelled);
  CAF_CHECK(watched().cause == ec::cancelled);
}

CAF_TEST(10.6 a job whose task dies has ended) {
  watch_one();
  advance(state::copy_rows);
  end(task);
  CAF_CHECK(watched().seen == presence::ended);
  CAF_CHECK(watched().cause == ec::task_down);
}

CAF_TEST(10.6 a job that had ended before it came is told of as such) {
  advance(state::cut_over);
  advance(state::close);
  watch_one();
  CAF_CHECK(watched().seen == presence::ended);
  CAF_CHECK(watched().outcome == run_outcome::succeeded);
}

CAF_TEST(10.6 the end of a watch says nothing of its job) {
  watch_one();
  advance(state::copy_rows);
  auto stopped = ask<watch_result>(watcher, atom::abort_v);
  watcher = nullptr;
  CAF_CHECK(watched().seen == presence::unreachable);
  CAF_CHECK(watched().now.current == state::copy_rows);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "watched", "status.desk"), 1u);
  auto err = ask<progress>(desk, atom::progress_v, std::string{"watched"});
  CAF_CHECK(std::move(err).error() == ec::unavailable);
}

CAF_TEST(10.6 a task that has ended is told of for a while) {
  auto with = options;
  with.keep_ended = 60s;
  desk = spawn(with);
  auto job = add("orders");
  add("items");
  job->end({});
  pass(58s, 1s);
  CAF_CHECK_EQUAL(list(desk).tasks.size(), 2u);
  CAF_CHECK_EQUAL(list(desk, {{}, true}).tasks.size(), 1u);
  auto err = ask<progress>(desk, atom::progress_v, std::string{"orders"});
  CAF_CHECK(std::move(err).error() == ec::unavailable);
  pass(3s);
  CAF_CHECK_EQUAL(list(desk).tasks.size(), 1u);
  err = ask<progress>(desk, atom::progress_v, std::string{"orders"});
  CAF_CHECK(std::move(err).error() == ec::bad_argument);
}

CAF_TEST(10.6 a task that took the name of an ended one is not forgotten) {
  auto with = options;
  with.keep_ended = 60s;
  desk = spawn(with);
  add("orders", 5)->end({});
  pass(50s, 1s);
  auto job = add("orders", 1);
  pass(30s, 1s);
  CAF_CHECK(entry("orders").seen == presence::live);
  CAF_CHECK_EQUAL(entry("orders").now.at.epoch, 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::desk_end_suite
