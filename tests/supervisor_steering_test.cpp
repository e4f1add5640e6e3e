#define CAF_SUITE supervisor_steering
#include "supervised.hpp"

#include <caf/actor_cast.hpp>

using namespace status;
using namespace status::test;

namespace {

caf::error on_request() {
  return make_error(ec::cancelled, "by the operator");
}

struct steering : supervised {
  /// Kills the watcher of the current run, whom nobody has a handle of: it is
  /// found when it is about to run.
  void kill_watcher() {
    shim::anon_mail(atom::advance_v, state::apply_changeset)
      .send(run().info.holder.actor);
    do {
      for (auto* job : sched.jobs)
        if (auto* who = dynamic_cast<caf::local_actor*>(job);
            who != nullptr && who->name() == std::string{"status.watcher"}) {
          who->eq_impl(caf::make_message_id(caf::message_priority::high),
                       nullptr, nullptr,
                       caf::exit_msg{who->address(), caf::exit_reason::kill});
          return settle();
        }
    } while (sched.try_run_once());
    CAF_FAIL("there is no watcher");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(supervisor_steering_tests, steering)

// -- cancel --------------------------------------------------------------------

CAF_TEST(6.7 a cancelled job is not started again) {
  begin();
  enter(state::copy_rows);
  auto end = ask<run_result>(boss, atom::wait_v);
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(ruled.value().first);
  CAF_CHECK_EQUAL(cancels(), 1u);
  CAF_CHECK(!end.has());
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: by the operator");
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.1 the first cause of a cancellation wins) {
  begin();
  ask<verdict>(boss, atom::cancel_v, on_request());
  auto second
    = ask<verdict>(boss, atom::cancel_v, make_error(ec::cancelled, "too late"));
  CAF_CHECK(!second.value().first);
  CAF_CHECK_EQUAL(to_text(second.value().cause), "cancelled: by the operator");
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(6.7 a cancel during the pause ends the job) {
  begin();
  fail_run();
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(ruled.value().first);
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(to_text(end.value().cause), "cancelled: by the operator");
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(6.1 past the cut-over a cancel is refused and the job succeeds) {
  begin();
  enter(state::cut_over);
  auto ruled = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK_EQUAL(ruled.error(), ec::past_cut_over);
  CAF_CHECK_EQUAL(cancels(), 0u);
  auto end = ask<run_result>(boss, atom::wait_v);
  enter(state::close);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST(a cancel while the run is ending is no false promise) {
  // The cancel meets each step of the end of a job that has closed.
  for (size_t steps = 0; steps < 30; ++steps) {
    end(boss);
    begin();
    enter(state::cut_over);
    enter(state::close);
    run().over = true;
    caf::anon_send_exit(run().task, caf::exit_reason::user_shutdown);
    for (size_t i = 0; i < steps; ++i)
      sched.try_run_once();
    auto asked
      = self->request(boss, caf::infinite, atom::cancel_v, on_request());
    settle();
    asked.receive(
      [](const verdict& x) { CAF_CHECK(!x.first); },
      [](const caf::error& x) { CAF_CHECK_EQUAL(x, ec::past_cut_over); });
    auto end = ask<run_result>(boss, atom::wait_v);
    CAF_CHECK(end.value().outcome == run_outcome::succeeded);
  }
}

// -- stop ----------------------------------------------------------------------

CAF_TEST(6.7 stop saves a last time and then cancels) {
  begin();
  enter(state::copy_rows);
  run().job->during_dump = [this] { CAF_CHECK_EQUAL(cancels(), 0u); };
  auto end = ask<run_result>(boss, atom::stop_v, stop_order{true, 5s});
  CAF_CHECK_EQUAL(run().job->dumps(), 1u);
  CAF_CHECK_EQUAL(cancels(), 1u);
  CAF_CHECK(!end.has());
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  CAF_CHECK_EQUAL(end.value().last.last_saved.saved.position, "pos:1");
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

CAF_TEST(a final checkpoint that hangs costs its budget and no more) {
  begin();
  enter(state::copy_rows);
  run().job->dump.reset();
  ask<run_result>(boss, atom::stop_v, stop_order{true, 5s});
  pass(4900ms);
  CAF_CHECK_EQUAL(cancels(), 0u);
  pass(100ms);
  CAF_CHECK_EQUAL(cancels(), 1u);
}

CAF_TEST(two stops cancel once and both are answered) {
  begin();
  auto first = ask<run_result>(boss, atom::stop_v, stop_order{});
  auto second = ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK_EQUAL(cancels(), 1u);
  end_task();
  CAF_CHECK(first.value().outcome == run_outcome::cancelled);
  CAF_CHECK(second.value().outcome == run_outcome::cancelled);
}

CAF_TEST(6.7 past the cut-over stop waits for the end) {
  begin();
  enter(state::cut_over);
  auto end = ask<run_result>(boss, atom::stop_v, stop_order{true, 5s});
  pass(100s);
  CAF_CHECK(!end.has());
  CAF_CHECK_EQUAL(cancels(), 0u);
  enter(state::close);
  end_task();
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST(6.7 stop during the pause ends the job) {
  begin();
  fail_run();
  auto end = ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK(end.value().outcome == run_outcome::cancelled);
  pass(100s);
  CAF_CHECK_EQUAL(runs.size(), 1u);
}

// -- between two runs ----------------------------------------------------------

CAF_TEST(6.7 between two runs there is nobody to ask) {
  begin();
  fail_run();
  CAF_CHECK_EQUAL(ask<attempt_record>(boss, atom::save_v).error(),
                  ec::unavailable);
  CAF_CHECK_EQUAL(ask<progress>(boss, atom::progress_v).error(),
                  ec::unavailable);
  // But what has become of the last one is known.
  auto now = ask<snapshot>(boss, atom::get_v).value();
  CAF_CHECK(now.current == state::err_cleanup);
  CAF_CHECK(ask<attempt_history>(boss, atom::history_v).has());
  pass(1s);
  run().job->progress.run = 2;
  CAF_CHECK_EQUAL(ask<progress>(boss, atom::progress_v).value().run, 2u);
  CAF_CHECK_EQUAL(ask<attempt_record>(boss, atom::save_v).value().which.epoch,
                  2u);
}

CAF_TEST(6.7 subscribers follow from run to run) {
  begin();
  auto who = spawn_listener();
  ask<snapshot>(boss, atom::subscribe_v, who.actor);
  // Nothing is missed even if the task begins to move at once.
  on_start = [](scripted_run& x) {
    shim::anon_mail(atom::advance_v, state::copy_rows)
      .send(x.info.holder.actor);
  };
  fail_run();
  pass(1s);
  CAF_REQUIRE_EQUAL(who.events->size(), 2u);
  CAF_CHECK(who.events->at(0).to == state::err_cleanup);
  CAF_CHECK(who.events->at(1).at == (stream_position{2, 1}));
  CAF_CHECK(who.events->at(1).to == state::copy_rows);
  ask<snapshot>(boss, atom::subscribe_v,
                who.actor); // once more changes nothing
  enter(state::checksum);
  CAF_CHECK_EQUAL(who.events->size(), 3u);
}

CAF_TEST(6.7 who has left does not follow) {
  begin();
  auto who = spawn_listener();
  ask<snapshot>(boss, atom::subscribe_v, who.actor);
  shim::anon_mail(atom::leave_v, who.actor).send(boss);
  settle();
  fail_run();
  pass(1s);
  enter(state::copy_rows);
  CAF_CHECK(who.events->empty());
}

CAF_TEST(6.6 a subscriber that dies is forgotten) {
  begin();
  caf::actor_addr address;
  {
    auto who = spawn_listener();
    owned.pop_back();
    ask<snapshot>(boss, atom::subscribe_v, who.actor);
    address = who.actor.address();
    end(who.actor);
  }
  settle();
  CAF_CHECK(caf::actor_cast<caf::strong_actor_ptr>(address) == nullptr);
}

CAF_TEST(an invalid subscriber is refused) {
  begin();
  auto answer = ask<snapshot>(boss, atom::subscribe_v, subscriber_actor{});
  CAF_CHECK_EQUAL(answer.error(), ec::bad_argument);
}

// -- deaths --------------------------------------------------------------------

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

CAF_TEST(once it has answered the supervisor is gone) {
  begin();
  auto first = ask<run_result>(boss, atom::wait_v);
  succeed();
  CAF_CHECK(first.has());
  CAF_CHECK_EQUAL(ask<run_result>(boss, atom::wait_v).error(),
                  caf::sec::request_receiver_down);
}

CAF_TEST(until somebody asks the supervisor keeps the result) {
  begin();
  succeed();
  pass(500s);
  auto late = ask<verdict>(boss, atom::cancel_v, on_request());
  CAF_CHECK(!late.value().first);
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST_FIXTURE_SCOPE_END()
