#define CAF_SUITE job_control
#include "live.hpp"

#include <atomic>
#include <memory>
#include <thread>

#include "actors/job_control.hpp"

namespace status::test::job_control_suite {

namespace {

struct controls : live_fixture {
  std::shared_ptr<job_control::shared> with
    = std::make_shared<job_control::shared>(sys, holder);
  job_control control{with};
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(job_control_tests, controls)

CAF_TEST(the state is read without asking anybody) {
  CAF_CHECK(control.current() == state::initial);
  control.advance(state::copy_rows);
  CAF_CHECK(control.current() == state::copy_rows);
}

CAF_TEST(look tells all that the holder knows) {
  control.advance(state::copy_rows);
  control.advance(state::checksum);
  auto now = control.look();
  CAF_CHECK(now.current == state::checksum);
  CAF_CHECK_EQUAL(now.at.sequence, 2u);
}

CAF_TEST(3.2 a step back throws the refusal) {
  control.advance(state::checksum);
  try {
    control.advance(state::copy_rows);
    CAF_ERROR("it was not refused");
  } catch (const failure& x) {
    CAF_CHECK_EQUAL(x.why(), ec::illegal_transition);
    CAF_CHECK_EQUAL(x.what(), to_text(x.why()));
  }
  CAF_CHECK(control.current() == state::checksum);
}

CAF_TEST(6.8 who is refused because of a hold knows of it) {
  ask<steering>(holder.actor, atom::steer_v,
                steering_order{steering_word::hold, "ann", "night"});
  CAF_CHECK(!control.wanted().held.in_force); // nobody has told the task yet
  try {
    control.advance(state::cut_over);
    CAF_ERROR("it was not refused");
  } catch (const failure& x) {
    CAF_CHECK_EQUAL(x.why(), ec::held);
  }
  CAF_CHECK(control.wanted().held.in_force);
  CAF_CHECK_EQUAL(control.wanted().held.reason, "night");
}

CAF_TEST(3.6 a cut-over after the run has failed throws with the first cause) {
  ask<verdict>(holder.actor, atom::fail_v,
               make_error(ec::could_not_write_checkpoint, "disk full"));
  try {
    control.advance(state::cut_over);
    CAF_ERROR("it was not refused");
  } catch (const failure& x) {
    CAF_CHECK(has_code(x.why(), ec::could_not_write_checkpoint));
  }
  CAF_CHECK(control.current() == state::err_cleanup);
}

CAF_TEST(a holder that is gone is said to be down) {
  caf::anon_send_exit(holder.actor, caf::exit_reason::kill);
  wait_for_end(holder.actor);
  try {
    control.advance(state::copy_rows);
    CAF_ERROR("nobody could answer");
  } catch (const failure& x) {
    CAF_CHECK_EQUAL(x.why(), ec::holder_down);
  }
  CAF_CHECK_EQUAL(control.current(), state::initial);
}

CAF_TEST(nothing is cancelled in the beginning) {
  CAF_CHECK(!control.cancelled());
  CAF_CHECK(!control.cause());
  CAF_CHECK(control.wait_for(0s));
  CAF_CHECK(control.wait_for(-1s));
  CAF_CHECK(control.wait_for(1ms));
}

CAF_TEST(the first cancel wins and says so) {
  CAF_CHECK(with->cancel(make_error(ec::cancelled, "first")));
  CAF_CHECK(!with->cancel(make_error(ec::fenced, "second")));
  CAF_CHECK(control.cancelled());
  CAF_CHECK_EQUAL(to_text(control.cause()), "cancelled: first");
}

CAF_TEST(a pause ends at once when the job is cancelled) {
  gate pausing;
  box<bool> went_on;
  std::thread body{[&] {
    pausing.open();
    went_on.put(control.wait_for(24h));
  }};
  pausing.wait();
  with->cancel(make_error(ec::cancelled));
  body.join();
  CAF_CHECK(!went_on.get());
  CAF_CHECK(!control.wait_for(24h));
}

CAF_TEST(a pause may be as long as time itself) {
  gate pausing;
  box<bool> went_on;
  std::atomic<bool> returned{false};
  std::thread body{[&] {
    pausing.open();
    went_on.put(control.wait_for(caf::timespan::max()));
    returned = true;
  }};
  pausing.wait();
  // A deadline that has overflowed is over long before this.
  for (int i = 0; i < 1000; ++i)
    control.look();
  CAF_CHECK(!returned);
  with->cancel(make_error(ec::cancelled));
  body.join();
  CAF_CHECK(!went_on.get());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::job_control_suite
