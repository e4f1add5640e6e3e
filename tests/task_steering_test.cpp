// What operators want, as the adapter's callbacks and the body see it.
#define CAF_SUITE task_steering
#include "live.hpp"

#include <memory>

#include "same_members.hpp"

namespace status::test::task_steering_suite {

namespace {

constexpr caf::timestamp noon{std::chrono::hours{500'000}};

/// What is wanted after `version` words.
steering paused(uint64_t version) {
  return {version, {true, "ann", "backup", noon}, {}};
}

struct steered : live_fixture {
  ~steered() {
    go_on.open();
    caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
    finish();
  }

  void spawn(job_callbacks job) {
    task = spawn_task(sys, holder, std::move(job));
  }

  caf::expected<steering> steer(const steering& x) {
    return ask<steering>(task, atom::steer_v, x);
  }

  gate go_on;
  box<steering> seen;
  box<steering> stored;
  task_actor task;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(task_steering_tests, steered)

CAF_TEST(6.8 the callback stores what is wanted and the body sees it) {
  job_callbacks job;
  job.run = [this](job_control& control) {
    go_on.wait();
    seen.put(control.wanted());
  };
  job.steer = [this](const steering& x) { stored.put(x); };
  spawn(job);
  auto answer = steer(paused(1));
  CAF_REQUIRE(answer);
  CAF_CHECK(same(*answer, paused(1)));
  CAF_CHECK(same(stored.get(), paused(1)));
  go_on.open();
  CAF_CHECK(same(seen.get(), paused(1)));
}

CAF_TEST(6.8 what cannot be stored is obeyed all the same) {
  job_callbacks job;
  job.run = [this](job_control& control) {
    go_on.wait();
    seen.put(control.wanted());
  };
  job.steer = [](const steering&) { throw failure{ec::expired, "disk full"}; };
  spawn(job);
  auto answer = steer(paused(1));
  CAF_REQUIRE(!answer);
  CAF_CHECK_EQUAL(to_text(answer.error()), "expired: disk full");
  go_on.open();
  CAF_CHECK(same(seen.get(), paused(1)));
}

CAF_TEST(6.8 without a callback the word is in force) {
  job_callbacks job;
  job.run = [this](job_control& control) {
    go_on.wait();
    seen.put(control.wanted());
  };
  spawn(job);
  CAF_CHECK(steer(paused(1)));
  CAF_CHECK(steer({2, {false, "ann", "", noon}, {}}));
  CAF_CHECK(steer(paused(1))); // an older one, late
  go_on.open();
  auto x = seen.get();
  CAF_CHECK_EQUAL(x.version, 2u);
  CAF_CHECK(!x.paused.in_force);
}

CAF_TEST(6.8 a body says what was stored and is told what is wanted) {
  job_callbacks job;
  job.run = [this](job_control& control) {
    seen.put(control.restore(paused(7)));
    go_on.wait();
    stored.put(control.wanted());
  };
  spawn(job);
  CAF_CHECK(same(seen.get(), paused(7)));
  CAF_CHECK(same(look().wanted, paused(7)));
  go_on.open();
  CAF_CHECK(same(stored.get(), paused(7)));
}

CAF_TEST(6.8 a held cut-over throws and can be asked for again) {
  ask<steering>(holder.actor, atom::steer_v,
                steering_order{steering_word::hold, "ann", ""});
  job_callbacks job;
  job.run = [this](job_control& control) {
    try {
      control.advance(state::cut_over);
    } catch (const failure& x) {
      if (x.why() == ec::held)
        seen.put({});
    }
    go_on.wait();
    control.advance(state::cut_over);
  };
  spawn(job);
  seen.get();
  CAF_CHECK(holder.view.load() == state::initial);
  ask<steering>(holder.actor, atom::steer_v,
                steering_order{steering_word::release, "ann", ""});
  go_on.open();
  wait_for_end(task);
  CAF_CHECK(holder.view.load() == state::cut_over);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::task_steering_suite
