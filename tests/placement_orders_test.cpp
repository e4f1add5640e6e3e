#define CAF_SUITE placement_orders
#include "placed.hpp"

namespace status::placing::placement_orders_suite {

namespace {

const caf::error on_request = make_error(ec::cancelled, "not today");

struct orders_fixture : book_fixture {
  /// The answer, of whatever kind, as text; empty if somebody else decides.
  std::string cancel(const caf::error& cause = on_request) {
    auto answer = all->cancel("a", cause);
    look();
    if (!answer)
      return {};
    if (!*answer)
      return to_text(answer->error());
    return ((*answer)->first ? "first: " : "again: ")
           + to_text((*answer)->cause);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(placement_orders_tests, orders_fixture)

// -- cancel --------------------------------------------------------------------

CAF_TEST(10.17 a job that waits is cancelled for good) {
  begin({"a"});
  CAF_CHECK_EQUAL(cancel(), "first: cancelled: not today");
  CAF_CHECK(all->done());
  CAF_CHECK(result().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(cancel(make_error(ec::unavailable)),
                  "again: cancelled: not today");
  all->join("w1", 1, now);
  pass(1h);
  CAF_CHECK(starts.empty());
}

CAF_TEST(10.17 a job that runs is cancelled by whoever runs it) {
  run_on("w1");
  CAF_CHECK_EQUAL(cancel(), "");
  CAF_CHECK(!all->done());
}

CAF_TEST(10.17 a job that was cancelled is not started after a loss) {
  run_on("w1");
  all->join("w2", 1, now);
  all->unwanted("a", on_request);
  all->leave("w1", now);
  pass(grace);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(result().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(result().cause), "cancelled: not today");
}

CAF_TEST(10.17 a job that a worker says is cancelled is not started again) {
  run_on("w1");
  all->join("w2", 1, now);
  all->hear(ended("a", "w1", 1, run_outcome::cancelled, on_request), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(all->done());
  CAF_CHECK(result().outcome == run_outcome::cancelled);
}

CAF_TEST(10.17 a cancel that the last worker tells of reaches the next one) {
  run_on("w1");
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
  all->hear(ended("a", "w1", 1, run_outcome::cancelled, on_request), now);
  CAF_CHECK(all->done());
  all->hear(entry("a", "w2", 2), now);
  look();
  CAF_CHECK_EQUAL(last.cancels.size(), 1u);
  CAF_CHECK(all->done());
}

CAF_TEST(10.17 a lost worker is told of a cancel once it is back) {
  run_on("w1");
  all->leave("w1", now);
  CAF_CHECK_EQUAL(cancel(), "first: cancelled: not today");
  CAF_CHECK(all->done());
  CAF_CHECK(last.cancels.empty());
  for (auto i = 0; i < 3; ++i)
    all->hear(entry("a", "w1", 1), now);
  look();
  CAF_REQUIRE_EQUAL(last.cancels.size(), 1u);
  CAF_CHECK_EQUAL(last.cancels.at(0).first, "a");
  CAF_CHECK(all->done());
}

CAF_TEST(10.17 a worker that was told to stop is not told again unless it is lost) {
  run_on("w1");
  all->unwanted("a", on_request);
  all->hear(entry("a", "w1", 1), now);
  look();
  CAF_CHECK(last.cancels.empty()); // it takes its last checkpoint
  all->leave("w1", now);
  all->hear(entry("a", "w1", 1), now);
  look();
  CAF_CHECK_EQUAL(last.cancels.size(), 1u);
}

CAF_TEST(10.17 a worker is told of a cancel that came before it was seen) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace);
  CAF_CHECK_EQUAL(starts.size(), 1u);
  CAF_CHECK_EQUAL(cancel(), "first: cancelled: not today");
  CAF_CHECK(!all->done());
  all->hear(entry("a", "w1", 1), now);
  look();
  CAF_CHECK_EQUAL(last.cancels.size(), 1u);
  all->hear(ended("a", "w1", 1, run_outcome::cancelled, on_request), now);
  CAF_CHECK(all->done());
}

CAF_TEST(10.17 a cancel after the cut-over is refused though its worker is lost) {
  run_on("w1");
  auto late = entry("a", "w1", 1);
  late.now.current = state::cut_over;
  all->hear(late, now);
  all->unwanted("a", on_request); // a stop, which only waits by now
  all->leave("w1", now);
  CAF_CHECK_EQUAL(cancel(),
                  "past the cut-over: it was granted before w1 was lost");
  all->join("w2", 1, now);
  pass(grace);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"}); // to be finished
  all->hear(ended("a", "w2", 2, run_outcome::succeeded), now);
  CAF_CHECK_EQUAL(cancel(), "past the cut-over: the job has ended");
}

CAF_TEST(10.17 the cut-over of a lost worker wins against a cancel) {
  run_on("w1");
  all->leave("w1", now);
  cancel();
  all->hear(ended("a", "w1", 1, run_outcome::succeeded), now);
  CAF_CHECK(result().outcome == run_outcome::succeeded);
  CAF_CHECK(!result().cause);
}

CAF_TEST(a task that is none of its jobs is none of its business) {
  begin({"b"});
  CAF_CHECK_EQUAL(cancel(), "");
  all->unwanted("a", on_request);
  all->hear(entry("a", "w1", 1), now);
  all->refused("a", "w1", {}, now);
  CAF_CHECK_EQUAL(all->results().jobs.size(), 1u);
}

// -- starts whose answer is lost -----------------------------------------------

CAF_TEST(10.18 a start is not repeated while its worker may show the job) {
  begin({"a"});
  all->join("w1", 1, now);
  all->join("w2", 1, now);
  pass(grace);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
  all->refused("a", "w1", caf::sec::request_timeout, now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  all->hear(entry("a", "w1", 1), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK_EQUAL(result().node, "w1");
}

CAF_TEST(10.18 a start that nobody answers is one that failed) {
  begin({"a"});
  all->join("w1", 1, now);
  all->join("w2", 1, now);
  pass(grace);
  all->refused("a", "w1", caf::sec::request_timeout, now);
  pass(grace);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
}

CAF_TEST(10.18 a worker that is lost while it is told is doubted) {
  begin({"a"});
  all->join("w1", 1, now);
  all->join("w2", 1, now);
  pass(grace);
  all->leave("w1", now);
  all->refused("a", "w1", caf::sec::request_receiver_down, now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  pass(1ns);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
}

CAF_TEST(10.18 a refusal that comes late changes nothing) {
  begin({"a"});
  all->join("w1", 1, now);
  all->join("w2", 1, now);
  pass(grace);
  all->leave("w1", now);
  pass(grace);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
  all->refused("a", "w1", {}, now);
  all->refused("a", "w1", make_error(ec::bad_argument), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(!all->done());
  all->hear(entry("a", "w2", 1), now);
  all->refused("a", "w2", make_error(ec::bad_argument), now);
  CAF_CHECK(!all->done());
}

CAF_TEST(10.18 a worker that runs the job already shows it) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace);
  all->refused("a", "w1", make_error(ec::checkpoint_collision), now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  all->hear(entry("a", "w1", 1), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(!all->done());
  all->hear(ended("a", "w1", 1, run_outcome::succeeded), now);
  CAF_CHECK(all->done());
}

CAF_TEST(10.18 a worker that shows nothing does not run the job) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace);
  all->refused("a", "w1", make_error(ec::checkpoint_collision), now);
  pass(grace);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
}

CAF_TEST(10.18 a job that its worker took and never shows is started again) {
  begin({"a"});
  all->join("w1", 1, now);
  all->join("w2", 1, now);
  pass(grace);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
  CAF_CHECK(all->next(now) == now + 30s);
  pass(30s - 1ns);
  CAF_CHECK(all->results().jobs.at(0).node == "w1");
  pass(1ns); // in doubt
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  pass(1ns); // and the policy's pause
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
}

CAF_TEST(10.18 a late start elsewhere is followed where it leads) {
  run_on("w1", 1);
  all->join("w2", 1, now);
  all->hear(entry("a", "w2", 2), now); // its start was given up long ago
  all->hear(ended("a", "w1", 1, run_outcome::failed, make_error(ec::fenced)),
            now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK_EQUAL(result().node, "w2");
  CAF_CHECK(!all->done());
}

// -- a placement that begins anew ----------------------------------------------

CAF_TEST(10.19 jobs that run are not started again by a new placement) {
  begin({"a", "b", "c"});
  pass(1s);
  all->join("w1", 9, now);
  all->hear(entry("a", "w1", 4), now);
  all->hear(ended("b", "w1", 2, run_outcome::succeeded), now);
  pass(grace);
  CAF_CHECK_EQUAL(starts, names{"c@w1"});
  CAF_CHECK_EQUAL(result(0).node, "w1");
  CAF_CHECK(result(1).outcome == run_outcome::succeeded);
}

CAF_TEST(10.19 a worker that says it late keeps its job all the same) {
  begin({"a"});
  pass(1h);
  all->join("w1", 1, now);
  all->hear(entry("a", "w1", 4), now);
  pass(1h);
  CAF_CHECK(starts.empty());
}

CAF_TEST(10.19 a job that is unreachable from the begin has its grace) {
  begin({"a"});
  all->join("w2", 1, now);
  pass(grace - 1s);
  all->hear(entry("a", "w1", 4, presence::unreachable), now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  pass(1ns);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
  CAF_CHECK_EQUAL(last.starts.at(0).second.epoch, 4u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::placing::placement_orders_suite
