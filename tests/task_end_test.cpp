#define CAF_SUITE task_end
#include "live.hpp"

#include <atomic>
#include <memory>
#include <stdexcept>

namespace status::test::task_end_suite {

namespace {

struct ends : live_fixture {
  ~ends() {
    release.open();
    caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
    finish();
  }

  void spawn(job_callbacks job) {
    task = spawn_task(sys, holder, std::move(job));
  }

  /// A body that goes on until it is cancelled, and tells why it was.
  auto until_cancelled() {
    return [this](job_control& control) {
      hanging.open();
      if (control.wait_for(patience))
        throw std::runtime_error("never cancelled");
      cause.put(control.cause());
    };
  }

  // Used by the callbacks, which may outlive a test, but not the fixture.
  box<caf::error> cause; // as the body saw it
  box<caf::error> told;  // to the cancel callback
  std::atomic<int> calls{0};
  std::atomic<bool> written{false};
  gate cancelled;
  gate hanging;
  gate release;
  task_actor task;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(task_end_tests, ends)

// -- the body's end ------------------------------------------------------------

CAF_TEST(4.5 the actor ends when the body returns) {
  job_callbacks job;
  job.run = [](job_control& control) {
    control.advance(state::copy_rows);
    control.advance(state::close);
  };
  spawn(std::move(job));
  CAF_CHECK(!wait_for_end(task));
  CAF_CHECK(look().current == state::close);
}

CAF_TEST(3.4 a body that returns early does not fail the run by itself) {
  job_callbacks job;
  job.run = [](job_control& control) { control.advance(state::copy_rows); };
  spawn(std::move(job));
  CAF_CHECK(!wait_for_end(task));
  CAF_CHECK(look().current == state::copy_rows); // who sees it end decides
}

CAF_TEST(a body that throws fails the run with that cause) {
  job_callbacks job;
  job.run = [](job_control&) { throw std::runtime_error("lost the table"); };
  spawn(std::move(job));
  auto reason = wait_for_end(task);
  CAF_CHECK_EQUAL(to_text(reason), "task ended: lost the table");
  auto now = look();
  CAF_CHECK(now.current == state::err_cleanup);
  CAF_CHECK_EQUAL(to_text(now.first_cause), to_text(reason));
}

CAF_TEST(a failure thrown by the body keeps its code) {
  job_callbacks job;
  job.run = [](job_control&) {
    throw failure{ec::checkpoint_too_old, "8 days"};
  };
  spawn(std::move(job));
  CAF_CHECK_EQUAL(wait_for_end(task), ec::checkpoint_too_old);
  CAF_CHECK_EQUAL(look().first_cause, ec::checkpoint_too_old);
}

CAF_TEST(a body that throws past the cut-over undoes nothing) {
  job_callbacks job;
  job.run = [](job_control& control) {
    control.advance(state::cut_over);
    throw std::runtime_error("too late");
  };
  spawn(std::move(job));
  CAF_CHECK_EQUAL(to_text(wait_for_end(task)), "task ended: too late");
  CAF_CHECK(look().current == state::cut_over);
}

CAF_TEST(4.5 an actor that has ended has no dump that could still write) {
  job_callbacks job;
  job.run = [this](job_control&) {
    hanging.wait();
    throw std::runtime_error("gave up");
  };
  job.dump = [&](const attempt&) {
    hanging.open();
    release.wait();
    written = true;
    return checkpoint{};
  };
  spawn(std::move(job));
  auto events = std::make_shared<gate>();
  auto listener = sys.spawn([events](subscriber_actor::pointer) {
    return subscriber_actor::behavior_type{
      [events](const transition&) { events->open(); }};
  });
  ask<snapshot>(holder.actor, atom::subscribe_v, listener);
  shim::anon_mail(atom::dump_v, attempt{1, 1}).send(task);
  CAF_REQUIRE(events->wait()); // the run has failed
  CAF_CHECK(ask<progress>(task, atom::progress_v));
  release.open();
  wait_for_end(task);
  CAF_CHECK(written);
  caf::anon_send_exit(listener, caf::exit_reason::kill);
}

// -- cancel --------------------------------------------------------------------

CAF_TEST(6.1 cancel is called once and the first cause wins) {
  job_callbacks job;
  job.run = until_cancelled();
  job.cancel = [&](const caf::error& x) {
    ++calls;
    told.put(x);
  };
  spawn(std::move(job));
  CAF_REQUIRE(hanging.wait());
  tell(task, atom::cancel_v, make_error(ec::cancelled, "by Ctrl-C"));
  tell(task, atom::cancel_v, make_error(ec::could_not_write_checkpoint));
  wait_for_end(task);
  CAF_CHECK_EQUAL(to_text(cause.get()), "cancelled: by Ctrl-C");
  CAF_CHECK_EQUAL(to_text(told.get()), "cancelled: by Ctrl-C");
  CAF_CHECK_EQUAL(calls.load(), 1);
}

CAF_TEST(a cancel callback that throws harms nobody) {
  job_callbacks job;
  job.run = until_cancelled();
  job.cancel = [](const caf::error&) { throw std::runtime_error("no"); };
  spawn(std::move(job));
  CAF_REQUIRE(hanging.wait());
  tell(task, atom::cancel_v, make_error(ec::cancelled));
  CAF_CHECK(!wait_for_end(task));
  CAF_CHECK_EQUAL(cause.get(), ec::cancelled);
}

CAF_TEST(a cancel without a cause still has one) {
  job_callbacks job;
  job.run = until_cancelled();
  spawn(std::move(job));
  CAF_REQUIRE(hanging.wait());
  tell(task, atom::cancel_v, caf::error{});
  wait_for_end(task);
  CAF_CHECK_EQUAL(cause.get(), ec::cancelled);
}

CAF_TEST(4.5 killing the actor cancels the body) {
  job_callbacks job;
  job.run = until_cancelled();
  spawn(std::move(job));
  CAF_REQUIRE(hanging.wait());
  caf::anon_send_exit(task, caf::exit_reason::kill);
  wait_for_end(task);
  CAF_CHECK_EQUAL(to_text(cause.get()), "cancelled: the task's actor ended");
}

CAF_TEST(killing the actor calls cancel as well) {
  job_callbacks job;
  job.run = [&](job_control&) {
    hanging.open();
    cancelled.wait(); // it looks at nothing else
  };
  job.cancel = [&](const caf::error&) { cancelled.open(); };
  spawn(std::move(job));
  CAF_REQUIRE(hanging.wait());
  caf::anon_send_exit(task, caf::exit_reason::kill);
  CAF_CHECK(cancelled.wait());
}

CAF_TEST(a body that has returned is not cancelled any more) {
  job_callbacks job;
  job.run = [](job_control&) {};
  job.cancel = [&](const caf::error&) { ++calls; };
  spawn(std::move(job));
  wait_for_end(task);
  finish();
  CAF_CHECK_EQUAL(calls.load(), 0);
}

CAF_TEST(4.5 an actor without a body that ends cancels nothing) {
  job_callbacks job;
  job.cancel = [&](const caf::error&) { ++calls; };
  spawn(std::move(job));
  caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
  wait_for_end(task);
  finish();
  CAF_CHECK_EQUAL(calls.load(), 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::task_end_suite
