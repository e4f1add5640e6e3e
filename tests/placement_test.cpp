#define CAF_SUITE placement
#include "workers.hpp"

namespace status::test::placement_suite {

CAF_TEST_FIXTURE_SCOPE(placement_tests, workers)

CAF_TEST(10.15 jobs are spread over the workers) {
  place({"a", "b", "c"});
  announced("w1");
  announced("w2");
  pass(9s);
  CAF_CHECK(jobs.empty());
  pass(2s);
  CAF_REQUIRE_EQUAL(jobs.size(), 3u);
  size_t at_first = 0; // they get theirs in any order
  for (const auto& x : jobs)
    at_first += x.node == "w1" ? 1 : 0;
  CAF_CHECK_EQUAL(at_first, 2u);
  auto end = ask<job_results>(placement, atom::wait_v);
  for (auto& x : jobs) {
    CAF_CHECK(!end.has());
    succeed(x);
    pass(2s);
  }
  CAF_REQUIRE_EQUAL(end.value().jobs.size(), 3u);
  for (const auto& x : end.value().jobs) {
    CAF_CHECK(x.outcome == run_outcome::succeeded);
    CAF_CHECK_EQUAL(x.starts, 1u);
  }
  CAF_CHECK_EQUAL(jobs.size(), 3u);
}

CAF_TEST(10.15 a worker that announces itself again is the same one) {
  place({"a", "b"});
  auto x = announced("w1", 1);
  for (auto i = 0; i < 30; ++i) {
    pass(1s);
    CAF_CHECK(!announce(x));
  }
  CAF_CHECK_EQUAL(jobs.size(), 1u);
}

CAF_TEST(10.15 a job that comes to a full worker waits) {
  place({"a", "b"});
  announced("w1", 1);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  succeed(jobs.at(0));
  pass(2s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.16 the jobs of a lost worker go on elsewhere) {
  place({"a"});
  auto x = announced("w1");
  pass(11s);
  CAF_REQUIRE_EQUAL(jobs.size(), 1u);
  enter(jobs.at(0), state::copy_rows);
  ask<steering>(placement, atom::steer_v, std::string{"a"},
                steering_order{steering_word::hold, "ann", "not now"})
    .value();
  announced("w2");
  pass(3s);
  end(x);
  pass(10s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  pass(2s);
  CAF_REQUIRE_EQUAL(jobs.size(), 2u);
  CAF_CHECK_EQUAL(jobs.at(1).node, "w2");
  CAF_CHECK_EQUAL(jobs.at(1).order.epoch, 1u);
  CAF_CHECK(jobs.at(1).order.wanted.held.in_force);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.16 a worker that begins anew has lost its jobs) {
  place({"a"});
  auto x = announced("w1");
  pass(11s);
  CAF_REQUIRE_EQUAL(jobs.size(), 1u);
  announced("w1"); // before anybody has noticed that x is gone
  pass(9s);
  end(x);
  pass(9s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  pass(3s);
  CAF_REQUIRE_EQUAL(jobs.size(), 2u);
  CAF_CHECK_EQUAL(jobs.at(1).order.epoch, 1u);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.17 a failed job is started again and not for ever) {
  place({"a"});
  announced("w1");
  announced("w2");
  pass(11s);
  auto end = ask<job_results>(placement, atom::wait_v);
  for (size_t i = 0; i < 4; ++i) {
    CAF_CHECK(!end.has());
    CAF_REQUIRE_EQUAL(jobs.size(), i + 1);
    if (i > 0) {
      CAF_CHECK(jobs.at(i).node != jobs.at(i - 1).node);
      CAF_CHECK(jobs.at(i).order.epoch > jobs.at(i - 1).order.epoch);
    }
    fail(jobs.at(i), ec::unavailable);
    pass(12s);
  }
  CAF_CHECK_EQUAL(jobs.size(), 4u);
  CAF_CHECK(end.value().jobs.at(0).outcome == run_outcome::failed);
  CAF_CHECK_EQUAL(end.value().jobs.at(0).starts, 4u);
}

CAF_TEST(10.17 a cancelled job is not started again) {
  place({"a"});
  auto x = announced("w1");
  announced("w2");
  pass(11s);
  auto answer = ask<verdict>(placement, atom::cancel_v, std::string{"a"},
                             make_error(ec::cancelled, "not today"));
  CAF_CHECK(answer.value().first);
  end(x); // before the job has ended
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  auto all_ended = ask<job_results>(placement, atom::wait_v);
  CAF_CHECK(all_ended.value().jobs.at(0).outcome == run_outcome::cancelled);
}

CAF_TEST(10.17 a stopped job is not started again) {
  place({"a"});
  auto x = announced("w1");
  announced("w2");
  pass(11s);
  CAF_CHECK(!order(placement, atom::stop_v, std::string{"a"},
                   make_error(ec::cancelled, "enough")));
  end(x);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
}

CAF_TEST(10.17 a stop that is refused leaves a job to be started again) {
  place({"a"});
  auto x = announced("w1");
  announced("w2");
  pass(11s);
  auto bad = make_error(ec::cancelled, "\x1b[2J");
  CAF_CHECK(order(placement, atom::stop_v, std::string{"a"}, bad)
            == ec::bad_argument);
  end(x);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.18 a job whose supervisor dies before it was looked at goes on) {
  place({"a"});
  announced("w1");
  announced("w2");
  stillborn = 1;
  pass(11s);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.17 a job that waits is stopped or cancelled at once) {
  place({"a", "b"});
  auto answer = ask<verdict>(placement, atom::cancel_v, std::string{"a"},
                             make_error(ec::cancelled, "not today"));
  CAF_CHECK(answer.value().first);
  CAF_CHECK(!order(placement, atom::stop_v, std::string{"b"},
                   make_error(ec::cancelled, "enough")));
  auto all_ended = ask<job_results>(placement, atom::wait_v);
  CAF_CHECK_EQUAL(to_text(all_ended.value().jobs.at(1).cause),
                  "cancelled: enough");
  announced("w1");
  pass(60s);
  CAF_CHECK(jobs.empty());
}

CAF_TEST(10.17 a lost worker that is back is told of a cancel) {
  place({"a"});
  auto x = announced("w1");
  pass(11s);
  // A line of its own, which can be cut.
  caf::anon_send_exit(placement, caf::exit_reason::kill);
  settle();
  place({"a"});
  ask<verdict>(placement, atom::cancel_v, std::string{"a"},
               make_error(ec::cancelled, "not today"));
  CAF_CHECK(!announce(x));
  pass(3s);
  auto now = ask<snapshot>(jobs.at(0).runs.at(0).holder.actor, atom::get_v);
  CAF_CHECK_EQUAL(to_text(now.value().first_cause), "cancelled: not today");
}

CAF_TEST(10.19 a placement that begins anew finds its jobs) {
  place({"a", "b"});
  auto x = announced("w1");
  auto y = announced("w2");
  pass(11s);
  CAF_REQUIRE_EQUAL(jobs.size(), 2u);
  succeed(jobs.at(0));
  pass(2s);
  end(placement);
  place({"a", "b"});
  pass(1s);
  CAF_CHECK(!announce(x));
  CAF_CHECK(!announce(y));
  auto all_ended = ask<job_results>(placement, atom::wait_v);
  pass(60s);
  CAF_CHECK_EQUAL(jobs.size(), 2u);
  CAF_CHECK(!all_ended.has());
  succeed(jobs.at(1));
  pass(2s);
  CAF_CHECK(all_ended.value().jobs.at(0).outcome == run_outcome::succeeded);
  CAF_CHECK(all_ended.value().jobs.at(1).outcome == run_outcome::succeeded);
}

CAF_TEST(10.8 a placement that was suspended hears of its jobs again) {
  place({"a"});
  announced("w1");
  pass(11s);
  auto end = ask<job_results>(placement, atom::wait_v);
  // As the fleet does with who has not answered in time.
  CAF_CHECK(!order(placement, atom::leave_v,
                   caf::actor_cast<listener_actor>(placement)));
  pass(1s);
  succeed(jobs.at(0));
  pass(12s);
  CAF_CHECK(end.has());
}

CAF_TEST(a placement is a fleet) {
  place({"a"});
  auto x = announced("w1");
  pass(13s);
  auto known = ask<task_list>(placement, atom::list_v, task_filter{});
  CAF_REQUIRE_EQUAL(known.value().tasks.size(), 1u);
  CAF_CHECK_EQUAL(known.value().tasks.at(0).node, "w1");
  ask<progress>(placement, atom::progress_v, std::string{"a"}).value();
  ask<attempt_history>(placement, atom::history_v, std::string{"a"}).value();
  auto other = ask<desk_info>(placement, atom::hello_v, uint16_t{0});
  CAF_CHECK(other.error() == ec::other_protocol);
  auto who = ask<desk_info>(x, atom::hello_v, protocol_version).value();
  who.node = "a b";
  CAF_CHECK(order(placement, atom::announce_v, who,
                  caf::actor_cast<caf::strong_actor_ptr>(x))
            == ec::bad_argument);
  auto unknown = ask<verdict>(placement, atom::cancel_v, std::string{"z"},
                              make_error(ec::cancelled));
  CAF_CHECK(unknown.error() == ec::bad_argument);
}

CAF_TEST(options of a placement that make no sense are refused) {
  auto refused = [this](placement_options how) {
    return spawn_placement(sys, std::move(how)).error() == ec::bad_argument;
  };
  placement_options good;
  auto bad = good;
  bad.jobs = {{"a", "", 0, {}}, {"a", "", 0, {}}};
  CAF_CHECK(refused(bad));
  bad.jobs = {{"a b", "", 0, {}}};
  CAF_CHECK(refused(bad));
  bad = good;
  bad.grace = -1s;
  CAF_CHECK(refused(bad));
  bad = good;
  bad.restart.period = 0s;
  CAF_CHECK(refused(bad));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::placement_suite
