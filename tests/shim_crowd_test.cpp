// Many actors that are woken at once run in crowds, on CAF 0.17.
#define CAF_SUITE shim_crowd
#include "fixture.hpp"

#include <array>

namespace status::test::shim_crowd_suite {

namespace {

/// Counts what happens to it.
class counted_job : public caf::resumable {
public:
  resume_result resume(caf::execution_unit*, size_t) override {
    ++runs;
    return again-- > 0 ? resume_later : awaiting_message;
  }

  void intrusive_ptr_add_ref_impl() override {
    ++refs;
  }

  void intrusive_ptr_release_impl() override {
    --refs;
  }

  int again = 0;
  int runs = 0;
  int refs = 1; // as one has that is to run
};

class recording_unit : public caf::execution_unit {
public:
  using execution_unit::execution_unit;

  void exec_later(caf::resumable* who) override {
    jobs.emplace_back(who);
  }

  std::vector<caf::resumable*> jobs;
};

class crowds : public fixture {
public:
  crowds() : worker(&sys) {}

  void wake(size_t count) {
    shim::gathering_unit unit{&worker};
    for (size_t i = 0; i < count; ++i)
      unit.exec_later(&all.at(i));
  }

  /// As a worker of the scheduler does.
  void run_all() {
    while (!worker.jobs.empty()) {
      auto* job = worker.jobs.front();
      worker.jobs.erase(worker.jobs.begin());
      if (job->resume(&worker, 1) == caf::resumable::resume_later)
        worker.exec_later(job);
      else
        intrusive_ptr_release(job);
    }
  }

  recording_unit worker;
  std::array<counted_job, 40> all;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(shim_crowd_tests, crowds)

CAF_TEST(few are left to the scheduler one by one) {
  wake(8);
  CAF_REQUIRE_EQUAL(worker.jobs.size(), 8u);
  for (size_t i = 0; i < 8; ++i)
    CAF_CHECK(worker.jobs[i] == &all[i]);
}

CAF_TEST(all of many run once and are let go) {
  wake(40);
  CAF_CHECK(worker.jobs.size() < 16u);
  run_all();
  for (const auto& x : all) {
    CAF_CHECK_EQUAL(x.runs, 1);
    CAF_CHECK_EQUAL(x.refs, 0);
  }
}

CAF_TEST(who has more to do is run again) {
  all[3].again = 2;
  wake(20);
  run_all();
  CAF_CHECK_EQUAL(all[3].runs, 3);
  CAF_CHECK_EQUAL(all[3].refs, 0);
  CAF_CHECK_EQUAL(all[4].runs, 1);
}

CAF_TEST(who has not run when the scheduler ends is let go) {
  wake(16);
  CAF_REQUIRE_EQUAL(worker.jobs.size(), 1u);
  intrusive_ptr_release(worker.jobs[0]);
  for (size_t i = 0; i < 16; ++i) {
    CAF_CHECK_EQUAL(all[i].runs, 0);
    CAF_CHECK_EQUAL(all[i].refs, 0);
  }
}

CAF_TEST(a crowd that is disbanded keeps nobody) {
  wake(16);
  CAF_REQUIRE_EQUAL(worker.jobs.size(), 1u);
  auto* job = worker.jobs[0];
  worker.jobs.clear();
  dynamic_cast<shim::crowd&>(*job).disband(
    [this](caf::resumable* who) { worker.exec_later(who); });
  intrusive_ptr_release(job);
  CAF_REQUIRE_EQUAL(worker.jobs.size(), 16u);
  for (size_t i = 0; i < 16; ++i) {
    CAF_CHECK(worker.jobs[i] == &all[i]);
    CAF_CHECK_EQUAL(all[i].refs, 1);
  }
}

CAF_TEST(a transition wakes its subscribers in crowds) {
  std::vector<listener> all_listeners;
  for (int i = 0; i < 40; ++i) {
    all_listeners.emplace_back(spawn_listener());
    ask<snapshot>(holder.actor, atom::subscribe_v, all_listeners.back().actor);
  }
  caf::anon_send(holder.actor, atom::advance_v, state::copy_rows);
  sched.run_once();
  CAF_CHECK(sched.jobs.size() < 16u);
  settle();
  for (const auto& x : all_listeners)
    CAF_CHECK_EQUAL(x.events->size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::shim_crowd_suite
