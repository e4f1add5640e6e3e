#define CAF_SUITE watcher_cancel
#include "watched.hpp"

namespace status::test::watcher_cancel_suite {

namespace {

/// Writes down in which order it was told what.
class ordered_task {
public:
  static constexpr const char* name = "test.ordered_task";

  ordered_task(task_actor::pointer self,
               std::shared_ptr<std::vector<std::string>> told)
    : told(std::move(told)) {
    shim::harden(self);
  }

  task_actor::behavior_type make_behavior() {
    return {
      [](atom::progress) { return progress{}; },
      [this](atom::report) {
        told->emplace_back("report");
        return std::string{};
      },
      [](atom::dump, const attempt&) { return checkpoint{}; },
      [this](atom::cancel, const caf::error&) { told->emplace_back("cancel"); },
      [](atom::steer, const steering& x) { return x; },
    };
  }

  std::shared_ptr<std::vector<std::string>> told;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(watcher_cancel_tests, watched)

CAF_TEST(6.1 a cancel reaches the task with its cause and ends the watch) {
  advance(state::copy_rows);
  start_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  auto x
    = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled, "by ann"))
        .value();
  CAF_CHECK(x.first);
  CAF_CHECK_EQUAL(to_text(x.cause), "cancelled: by ann");
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(to_text(job.cancels[0]), "cancelled: by ann");
  CAF_CHECK(holder.view.load() == state::err_cleanup);
  CAF_CHECK(over.value().end == watch_end::cancelled);
  CAF_CHECK_EQUAL(to_text(over.value().cause), "cancelled: by ann");
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
}

CAF_TEST(6.1 the first cause wins and later callers are told it) {
  advance(state::copy_rows);
  start_watch();
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled, "first"));
  auto x
    = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled, "second"))
        .value();
  CAF_CHECK(!x.first);
  CAF_CHECK_EQUAL(to_text(x.cause), "cancelled: first");
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST(6.1 a cancel says so whatever its cause) {
  start_watch();
  auto x = ask<verdict>(watcher, atom::cancel_v,
                        make_error(ec::unavailable, "night"))
             .value();
  CAF_CHECK_EQUAL(to_text(x.cause),
                  "cancelled: on request: unavailable: night");
}

CAF_TEST(6.1 a cancel overtakes queued messages) {
  auto told = std::make_shared<std::vector<std::string>>();
  task = shim::spawn<ordered_task>(sys, told);
  owned.emplace_back(caf::actor_cast<caf::actor>(task));
  start_watch();
  auto* busy = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(task));
  for (int i = 0; i < 5; ++i)
    caf::anon_send(task, atom::report_v);
  caf::anon_send(watcher, atom::cancel_v, make_error(ec::cancelled));
  // Everybody runs but the task, which finds all of it in its mailbox later.
  auto& jobs = sched.jobs;
  auto held = std::find(jobs.begin(), jobs.end(), busy);
  CAF_REQUIRE(held != jobs.end());
  jobs.erase(held);
  settle();
  CAF_CHECK(told->empty());
  jobs.emplace_back(busy);
  settle();
  CAF_REQUIRE_EQUAL(told->size(), 6u);
  CAF_CHECK_EQUAL(told->front(), "cancel");
}

CAF_TEST(6.1 a cancel at or past the cut-over is refused) {
  for (auto x : {state::cut_over, state::close}) {
    advance(x);
    start_watch();
    auto refused
      = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
    CAF_CHECK(code_of(refused.error()) == ec::past_cut_over);
    ask<watch_result>(watcher, atom::abort_v);
  }
  CAF_CHECK(job.cancels.empty());
}

CAF_TEST(6.1 a cancel is not lost by a stop that follows at once) {
  advance(state::copy_rows);
  start_watch();
  caf::anon_send(watcher, atom::cancel_v, make_error(ec::cancelled));
  auto result = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(result.end == watch_end::cancelled);
}

CAF_TEST(6.1 a cancel and a stop end in every order with the cancel) {
  // The holder is held back until the loops have ended.
  advance(state::copy_rows);
  start_watch();
  auto* held = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(holder.actor));
  auto hold = [&] {
    auto& jobs = sched.jobs;
    jobs.erase(std::remove(jobs.begin(), jobs.end(), held), jobs.end());
  };
  caf::anon_send(watcher, atom::cancel_v, make_error(ec::cancelled));
  caf::anon_send(watcher, atom::stop_v, stop_order{});
  do
    hold();
  while (sched.try_run_once());
  CAF_CHECK(job.cancels.empty());
  sched.jobs.emplace_back(held);
  settle();
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST(6.1 a cancel that a silent holder cannot judge is a lost holder) {
  start_spied_watch();
  auto over = ask<watch_result>(watcher, atom::wait_v);
  end(holder.actor); // the spy passes on, and nobody answers
  auto x = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  pass(10s);
  CAF_CHECK(code_of(x.error()) == ec::holder_down);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(over.value().end == watch_end::holder_down);
}

CAF_TEST(5.5 an operator who cancels first supersedes a fatal checkpoint) {
  advance(state::copy_rows);
  job.dump.reset();
  start_watch();
  pass(60s);
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled, "by ann"));
  job.answer_hung_dump(make_error(ec::bad_argument, "disk full"));
  settle();
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  auto result = ask<watch_result>(watcher, atom::wait_v).value();
  CAF_CHECK(result.end == watch_end::cancelled);
}

CAF_TEST(5.5 a fatal checkpoint that comes first is told to the operator) {
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument, "disk full");
  start_watch();
  pass(50s);
  auto x
    = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled)).value();
  CAF_CHECK(!x.first);
  CAF_CHECK(has_code(x.cause, ec::could_not_write_checkpoint));
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  auto result = ask<watch_result>(watcher, atom::wait_v).value();
  CAF_CHECK(result.end == watch_end::failed);
}

CAF_TEST(3.6 either the cut-over or the fatal checkpoint - in every order) {
  size_t granted = 0;
  size_t refused = 0;
  for (int steps = 0; steps < 12; ++steps) {
    auto parts = spawn_state_holder(sys);
    owned.emplace_back(caf::actor_cast<caf::actor>(parts.actor));
    holder = parts;
    auto script = std::make_shared<test::script>();
    script->dump.reset();
    task = spawn_scripted_task(script);
    advance(state::copy_rows);
    auto watching = start_another_watch();
    pass(60s);
    script->answer_hung_dump(make_error(ec::bad_argument, "disk full"));
    for (int i = 0; i < steps; ++i)
      sched.try_run_once();
    auto cut = ask<snapshot>(parts.actor, atom::advance_v, state::cut_over);
    if (parts.view.load() == state::cut_over) {
      ++granted;
      CAF_CHECK(cut.value().current == state::cut_over);
      CAF_CHECK(script->cancels.empty());
    } else {
      ++refused;
      CAF_CHECK(code_of(cut.error()) == ec::illegal_transition);
      CAF_CHECK(has_code(cut.error(), ec::could_not_write_checkpoint));
      CAF_CHECK_EQUAL(script->cancels.size(), 1u);
    }
    end(watching);
  }
  CAF_CHECK(granted > 0);
  CAF_CHECK(refused > 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_cancel_suite
