#define CAF_SUITE supervisor_steering
#include "supervised.hpp"

#include <caf/actor_cast.hpp>

namespace status::test::supervisor_steering_suite {

namespace {

caf::error on_request() {
  return make_error(ec::cancelled, "by the operator");
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(supervisor_steering_tests, supervised)

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

CAF_TEST(6.7 two stops that wait for the attempt in flight cancel once) {
  begin();
  enter(state::copy_rows);
  run().job->dump.reset();
  pass(60s);
  auto first = ask<run_result>(boss, atom::stop_v, stop_order{});
  auto second = ask<run_result>(boss, atom::stop_v, stop_order{});
  CAF_CHECK_EQUAL(cancels(), 0u);
  run().job->answer_hung_dump(checkpoint{"here", 1});
  settle();
  CAF_CHECK_EQUAL(cancels(), 1u);
  end_task();
  CAF_CHECK(first.has() && second.has());
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

CAF_TEST(6.7 past the cut-over stop cancels nobody though the holder is gone) {
  begin();
  enter(state::cut_over);
  end(run().info.holder.actor);
  ask<run_result>(boss, atom::stop_v, stop_order{});
  pass(100s);
  CAF_CHECK_EQUAL(cancels(), 0u);
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
  CAF_CHECK_EQUAL(late.error(), ec::past_cut_over);
  auto end = ask<run_result>(boss, atom::wait_v);
  CAF_CHECK(end.value().outcome == run_outcome::succeeded);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::supervisor_steering_suite
