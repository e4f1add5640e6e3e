#define CAF_SUITE supervisor_deaths
#include "supervised.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>

namespace status::test::supervisor_deaths_suite {

namespace {

struct deaths : supervised {
  /// Kills the watcher of the current run, whom nobody has a handle of: it is
  /// found when it is about to run.
  void kill_watcher(const std::function<void()>& also = [] {}) {
    shim::anon_mail(atom::advance_v, state::apply_changeset)
      .send(run().info.holder.actor);
    do {
      for (auto* job : sched.jobs)
        if (auto* who = dynamic_cast<caf::local_actor*>(job);
            who != nullptr && who->name() == std::string{"status.watcher"}) {
          who->eq_impl(caf::make_message_id(caf::message_priority::high),
                       nullptr, nullptr,
                       caf::exit_msg{who->address(), caf::exit_reason::kill});
          also();
          return settle();
        }
    } while (sched.try_run_once());
    CAF_FAIL("there is no watcher");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(supervisor_deaths_tests, deaths)

CAF_TEST(6.7 when the supervisor is killed its task is cancelled) {
  begin();
  enter(state::copy_rows);
  end(boss);
  CAF_CHECK_EQUAL(cancels(), 1u);
  CAF_CHECK(has_code(run().job->cancels.at(0), ec::holder_down));
  end_task();
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.7 a cancel is not lost when the supervisor dies before the verdict) {
  begin();
  enter(state::copy_rows);
  pass(20s); // no timer holds the watcher any more
  caf::anon_send(boss, atom::cancel_v, make_error(ec::cancelled));
  CAF_REQUIRE(sched.prioritize(boss));
  sched.run_once(); // asks the holder
  caf::anon_send_exit(boss, caf::exit_reason::kill);
  auto* dying = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(boss));
  boss = nullptr;
  auto& jobs = sched.jobs;
  do // The verdict comes, and both loops end, before it dies.
    jobs.erase(std::remove(jobs.begin(), jobs.end(), dying), jobs.end());
  while (sched.try_run_once());
  jobs.emplace_back(dying);
  settle();
  CAF_CHECK(run().info.holder.view.load() == state::err_cleanup);
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(6.7 past the cut-over a supervisor that stops and dies cancels nobody) {
  begin();
  enter(state::cut_over);
  auto over = ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK(!over.has());
  end(boss);
  CAF_CHECK_EQUAL(cancels(), 0u);
  end_task();
}

CAF_TEST(6.5 a job that nobody watches any more fails and starts again) {
  begin();
  enter(state::copy_rows);
  kill_watcher();
  CAF_REQUIRE_EQUAL(cancels(), 1u);
  CAF_CHECK_EQUAL(run().job->cancels[0], ec::could_not_write_checkpoint);
  CAF_CHECK_EQUAL(ask<attempt_record>(boss, atom::save_v).error(),
                  ec::unavailable);
  pass(200s);
  CAF_CHECK_EQUAL(run().job->dumps(), 0u); // its loops ended with it
  CAF_CHECK_EQUAL(run().job->reports, 0u);
  end_task();
  pass(1s);
  CAF_CHECK_EQUAL(runs.size(), 2u);
}

CAF_TEST(6.5 past the cut-over nobody cancels an unwatched job) {
  begin();
  enter(state::copy_rows);
  shim::anon_mail(atom::advance_v, state::cut_over)
    .urgent()
    .send(run().info.holder.actor);
  kill_watcher();
  CAF_CHECK_EQUAL(cancels(), 0u);
  enter(state::close);
  end_task();
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST(6.5 a job that nobody watches and nobody judges is cancelled) {
  begin();
  enter(state::copy_rows);
  kill_watcher([this] {
    caf::anon_send_exit(run().info.holder.actor, caf::exit_reason::kill);
  });
  CAF_REQUIRE_EQUAL(cancels(), 1u);
  CAF_CHECK_EQUAL(run().job->cancels[0], ec::could_not_write_checkpoint);
}

CAF_TEST(6.7 a stop does not cancel again what nobody watches any more) {
  begin();
  enter(state::copy_rows);
  kill_watcher();
  auto end = ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK_EQUAL(cancels(), 1u);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
}

CAF_TEST(6.7 a run can be cancelled when the one before it was) {
  begin();
  kill_watcher();
  end_task();
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 2u);
  ask<verdict>(boss, atom::cancel_v, make_error(ec::cancelled));
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(6.7 a new run ends the holder of the last one) {
  begin();
  auto first = run().info.holder.actor;
  fail_run();
  CAF_CHECK(ask<snapshot>(first, atom::get_v).has());
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 2u);
  CAF_CHECK_EQUAL(ask<snapshot>(first, atom::get_v).error(),
                  caf::sec::request_receiver_down);
}

CAF_TEST(6.7 stray errors do not end the supervisor) {
  begin();
  caf::anon_send(caf::actor_cast<caf::actor>(boss),
                 make_error(ec::unavailable, "stray"));
  settle();
  CAF_CHECK_EQUAL(cancels(), 0u);
  CAF_CHECK(ask<snapshot>(boss, atom::get_v).value().current == state::initial);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_deaths_suite
