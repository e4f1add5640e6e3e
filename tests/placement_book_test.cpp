#define CAF_SUITE placement_book
#include "placed.hpp"

namespace status::placing::placement_book_suite {

CAF_TEST_FIXTURE_SCOPE(placement_book_tests, book_fixture)

// -- which worker --------------------------------------------------------------

CAF_TEST(10.15 a job is started once the first grace is over) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  CAF_CHECK(all->next(now) == now + 1ns);
  pass(1ns);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
  CAF_CHECK_EQUAL(last.starts.at(0).second.payload, "what");
  pass(1h);
  CAF_CHECK(starts.empty());
}

CAF_TEST(10.15 the worker with the least to do gets the next job) {
  begin({"a", "b", "c", "d", "e"});
  all->join("w1", 9, now);
  all->join("w2", 9, now);
  all->join("w3", 1, now);
  pass(grace);
  CAF_CHECK_EQUAL(starts, (names{"a@w1", "b@w2", "c@w3", "d@w1", "e@w2"}));
}

CAF_TEST(10.15 no worker gets more than it takes) {
  begin({"a", "b", "c"});
  all->join("w1", 2, now);
  pass(grace);
  CAF_CHECK_EQUAL(starts, (names{"a@w1", "b@w1"}));
  pass(1h);
  CAF_CHECK(starts.empty());
  all->hear(ended("a", "w1", 1, run_outcome::succeeded), now);
  look();
  CAF_CHECK_EQUAL(starts, names{"c@w1"});
}

CAF_TEST(10.15 a worker that has just come is asked what it runs first) {
  begin({"a"});
  pass(grace);
  all->join("w1", 1, now);
  look();
  CAF_CHECK(starts.empty());
  CAF_CHECK(all->next(now) == now + 1s);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
}

CAF_TEST(10.15 a worker that turns out to be full is asked again later) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace);
  all->refused("a", "w1", {}, now);
  look();
  CAF_CHECK(starts.empty());
  CAF_CHECK_EQUAL(result().starts, 0u);
  for (auto i = 0; i < 9; ++i) {
    pass(1s);
    CAF_CHECK_EQUAL(starts, names{"a@w1"});
    all->refused("a", "w1", {}, now);
  }
}

// -- loss ----------------------------------------------------------------------

CAF_TEST(10.16 a job of a lost worker is started elsewhere after the grace) {
  run_on("w1", 7);
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace - 1ns);
  CAF_CHECK(starts.empty());
  pass(1ns); // and the policy's pause
  CAF_CHECK(starts.empty());
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
  CAF_CHECK_EQUAL(last.starts.at(0).second.epoch, 7u);
  CAF_CHECK_EQUAL(result().starts, 2u);
}

CAF_TEST(10.16 an unreachable entry is a loss as the lost line is) {
  run_on("w1");
  all->join("w2", 1, now);
  all->hear(entry("a", "w1", 1, presence::unreachable), now);
  pass(grace);
  all->hear(entry("a", "w1", 1, presence::unreachable), now);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
}

CAF_TEST(10.16 a worker that is back in time keeps its job) {
  run_on("w1");
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace - 1ns);
  all->join("w1", 9, now);
  all->hear(entry("a", "w1", 1), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(!all->done());
}

CAF_TEST(10.16 what the lost worker goes on to do counts no more) {
  run_on("w1", 3);
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace);
  pass(1s);
  all->hear(entry("a", "w1", 3), now); // it is back, too late
  all->hear(entry("a", "w2", 4), now);
  all->hear(entry("a", "w1", 4), now); // it starts again by itself
  all->hear(ended("a", "w1", 4, run_outcome::failed, make_error(ec::fenced)),
            now);
  all->hear(entry("a", "w1", 3, presence::unreachable), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK_EQUAL(result().node, "w2");
  all->hear(ended("a", "w2", 4, run_outcome::succeeded), now);
  CAF_CHECK(all->done());
  CAF_CHECK(result().outcome == run_outcome::succeeded);
}

CAF_TEST(10.16 how a replaced run ended counts no more) {
  run_on("w1", 1);
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace);
  pass(1s);
  CAF_REQUIRE_EQUAL(starts, names{"a@w2"});
  all->hear(entry("a", "w2", 2), now);
  for (auto how : {run_outcome::cancelled, run_outcome::succeeded}) {
    all->hear(ended("a", "w1", 1, how), now);
    CAF_CHECK(!all->done());
    CAF_CHECK_EQUAL(result().node, "w2");
  }
}

CAF_TEST(10.16 losses count as failures do) {
  run_on("w1");
  for (uint64_t epoch = 2; epoch < 4; ++epoch) {
    all->leave("w1", now);
    pass(grace);
    all->join("w1", 1, now);
    pass(2s);
    CAF_CHECK_EQUAL(starts, names{"a@w1"});
    all->hear(entry("a", "w1", epoch), now);
  }
  all->leave("w1", now);
  pass(grace);
  CAF_CHECK(all->done());
  CAF_CHECK(result().outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(to_text(result().cause), "unavailable: w1 is out of reach");
}

CAF_TEST(10.16 the next run is told what operators want) {
  run_on("w1");
  auto seen = entry("a", "w1", 1);
  seen.now.wanted.version = 3;
  all->hear(seen, now);
  all->join("w2", 1, now);
  all->leave("w1", now);
  pass(grace);
  pass(1s);
  CAF_REQUIRE_EQUAL(last.starts.size(), 1u);
  CAF_CHECK_EQUAL(last.starts.at(0).second.wanted.version, 3u);
}

CAF_TEST(10.16 what operators want is not forgotten for a run that begins) {
  run_on("w1");
  auto seen = entry("a", "w1", 1);
  seen.now.wanted.version = 3;
  all->hear(seen, now);
  all->join("w2", 1, now);
  all->hear(entry("a", "w2", 2), now); // before it was told
  all->leave("w2", now);
  pass(grace);
  pass(1s);
  CAF_REQUIRE_EQUAL(last.starts.size(), 1u);
  CAF_CHECK_EQUAL(last.starts.at(0).second.wanted.version, 3u);
}

// -- failures ------------------------------------------------------------------

CAF_TEST(10.17 a failed job is started again where it did not fail) {
  run_on("w1");
  all->join("w2", 1, now);
  all->hear(ended("a", "w1", 1, run_outcome::failed,
                  make_error(ec::unavailable, "no disk")),
            now);
  pass(1s - 1ns);
  CAF_CHECK(starts.empty());
  pass(1ns);
  CAF_CHECK_EQUAL(starts, names{"a@w2"});
}

CAF_TEST(10.17 an end that is told again is not judged again) {
  run_on("w1");
  auto end = ended("a", "w1", 1, run_outcome::failed,
                   make_error(ec::unavailable, "no disk"));
  for (auto i = 0; i < 9; ++i)
    all->hear(end, now);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
  all->hear(end, now);
  CAF_CHECK(!all->done());
}

CAF_TEST(10.17 a job that fails too often has failed) {
  run_on("w1");
  for (uint64_t epoch = 1; epoch < 4; ++epoch) {
    CAF_CHECK(!all->done());
    all->hear(entry("a", "w1", epoch), now);
    all->hear(
      ended("a", "w1", epoch, run_outcome::failed, make_error(ec::unavailable)),
      now);
    pass(2s);
  }
  CAF_CHECK(all->done());
  CAF_CHECK(result().outcome == run_outcome::failed);
}

CAF_TEST(10.17 what a start cannot mend is not started again) {
  for (auto code : {ec::ownership_ambiguous, ec::bad_argument,
                    ec::mismatched_alter, ec::checkpoint_collision}) {
    run_on("w1");
    all->hear(ended("a", "w1", 1, run_outcome::failed, make_error(code)), now);
    pass(1h);
    CAF_CHECK(starts.empty());
    CAF_CHECK(all->done());
    CAF_CHECK(result().cause == code);
  }
}

CAF_TEST(10.17 a job that is fenced off belongs to somebody who shows it) {
  run_on("w1");
  all->join("w2", 1, now);
  all->hear(ended("a", "w1", 1, run_outcome::failed, make_error(ec::fenced)),
            now);
  pass(grace - 1ns);
  CAF_CHECK(!all->done());
  all->hear(entry("a", "w2", 2), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(!all->done());
  CAF_CHECK_EQUAL(result().node, "w2");
}

CAF_TEST(10.17 a job that is fenced off by nobody is left to people) {
  run_on("w1");
  all->join("w2", 1, now);
  all->hear(ended("a", "w1", 1, run_outcome::failed, make_error(ec::fenced)),
            now);
  pass(grace);
  CAF_CHECK(starts.empty());
  CAF_CHECK(all->done());
  CAF_CHECK(result().cause == ec::fenced);
}

CAF_TEST(10.17 a job that cannot be made has failed as if it had run) {
  begin({"a"});
  all->join("w1", 1, now);
  pass(grace);
  all->refused("a", "w1", make_error(ec::unavailable, "no disk"), now);
  pass(1s);
  CAF_CHECK_EQUAL(starts, names{"a@w1"});
  all->refused("a", "w1", make_error(ec::bad_argument, "no such file"), now);
  pass(1h);
  CAF_CHECK(starts.empty());
  CAF_CHECK(all->done());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::placing::placement_book_suite
