// Many jobs under one watch: the rules for each are those of the watcher
// suites, which run in a group, too. Here is what only a group can do wrong.
#define CAF_SUITE watch_group
#include "one_group.hpp"

namespace status::test::watch_group_suite {

CAF_TEST_FIXTURE_SCOPE(watch_group_tests, one_group)

CAF_TEST(4.7 a group is three actors however many jobs it watches) {
  auto before = sys.registry().running();
  start_group();
  CAF_CHECK_EQUAL(sys.registry().running(), before + 3);
  before = sys.registry().running();
  for (int i = 0; i < 10; ++i)
    add_job();
  CAF_CHECK_EQUAL(sys.registry().running(), before + 20);
}

CAF_TEST(4.7 each job has its reports and checkpoints on its own grid) {
  start_group();
  auto first = add_job();
  pass(20s);
  auto second = add_job();
  pass(30s);
  CAF_CHECK_EQUAL(first.script->reports, 1u);
  CAF_CHECK_EQUAL(first.script->dumps(), 1u);
  CAF_CHECK_EQUAL(second.script->reports, 1u);
  CAF_CHECK_EQUAL(second.script->dumps(), 0u);
  pass(20s);
  CAF_CHECK_EQUAL(second.script->dumps(), 1u);
  auto saved = ask<snapshot>(second.holder.actor, atom::get_v).value();
  CAF_CHECK(saved.last_saved.which == (attempt{1, 1}));
}

CAF_TEST(4.7 a failed checkpoint cancels its own task only) {
  start_group();
  auto bad = add_job();
  auto good = add_job();
  bad.script->fail_dumps_with(ec::bad_argument, "disk full");
  auto over = ask<watch_result>(group, atom::wait_v, bad.task);
  pass(200s);
  CAF_REQUIRE_EQUAL(bad.script->cancels.size(), 1u);
  CAF_CHECK(has_code(bad.script->cancels[0], ec::could_not_write_checkpoint));
  CAF_CHECK(bad.holder.view.load() == state::err_cleanup);
  CAF_CHECK(over.value().end == watch_end::failed);
  CAF_CHECK(good.script->cancels.empty());
  CAF_CHECK_EQUAL(good.script->dumps(), 4u);
  CAF_CHECK(good.holder.view.load() == state::copy_rows);
}

CAF_TEST(4.7 a job past its gate ends alone and can be asked how) {
  start_group();
  auto done = add_job();
  auto other = add_job();
  enter(done, state::close);
  pass(100s);
  CAF_CHECK_EQUAL(done.script->reports, 0u);
  CAF_CHECK_EQUAL(other.script->dumps(), 2u);
  auto how = ask<watch_result>(group, atom::wait_v, done.task).value();
  CAF_CHECK(how.end == watch_end::past_gate);
}

CAF_TEST(4.7 of a burst of jobs a thousand holders are asked at a time) {
  start_group();
  add_silent(1000);
  auto stopped = add_job();
  auto last = add_job();
  caf::anon_send(group, atom::abort_v, stopped.task);
  caf::anon_send(group, atom::save_v, last.task);
  pass(10s - 1ms);
  CAF_CHECK_EQUAL(last.script->dumps(), 0u);
  pass(1ms);
  CAF_CHECK_EQUAL(last.script->dumps(), 1u);
  pass(30s);
  CAF_CHECK_EQUAL(last.script->reports, 1u);
  CAF_CHECK_EQUAL(stopped.script->reports, 0u);
}

CAF_TEST(6.2 a stop is answered though the holder has not been asked yet) {
  start_group();
  add_silent(1000);
  auto x = add_job();
  auto how = ask<watch_result>(group, atom::stop_v, x.task, stop_order{true});
  CAF_CHECK(!how.has());
  pass(10s);
  CAF_CHECK(how.value().end == watch_end::stopped);
  CAF_CHECK_EQUAL(x.script->dumps(), 1u);
}

CAF_TEST(6.3 a task may end its work before the holder has been asked) {
  start_group();
  add_silent(1000);
  auto x = add_job();
  enter(x, state::close);
  end(x.task);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  auto gone = ask<watch_result>(group, atom::wait_v, x.task);
  CAF_CHECK(code_of(gone.error()) == ec::bad_argument);
}

CAF_TEST(6.3 a task that comes again as it dies is mourned once) {
  start_group();
  auto x = add_job();
  enter(x, state::close);
  caf::anon_send(group, atom::abort_v, x.task);
  caf::anon_send(group, atom::add_v, x.task, x.holder.actor);
  caf::anon_send_exit(x.task, caf::exit_reason::kill);
  auto* held = settle_without(group); // which is told before the abort is done
  sched.jobs.emplace_back(held);
  settle();
  CAF_CHECK_EQUAL(log->count(log_level::info, {}, "status.watcher"), 1u);
}

CAF_TEST(4.7 a job is forgotten when it is stopped and may come again) {
  start_group();
  auto x = add_job();
  pass(50s);
  auto how = ask<watch_result>(group, atom::stop_v, x.task, stop_order{});
  CAF_CHECK(how.value().end == watch_end::stopped);
  CAF_CHECK_EQUAL(how.value().last.which.id, 1u);
  pass(200s);
  CAF_CHECK_EQUAL(x.script->dumps(), 1u);
  CAF_CHECK_EQUAL(x.script->reports, 1u);
  auto again = ask<watch_result>(group, atom::stop_v, x.task, stop_order{});
  CAF_CHECK(code_of(again.error()) == ec::bad_argument);
  add(x);
  pass(50s);
  CAF_REQUIRE_EQUAL(x.script->dumps(), 2u);
  CAF_CHECK_EQUAL(x.script->attempts[1].id, 2u);
}

CAF_TEST(4.7 nothing is kept of the holders of jobs that came and went) {
  start_group();
  auto* block = caf::actor_cast<caf::actor_control_block*>(group);
  auto before = block->weak_refs.load();
  for (int i = 0; i < 300; ++i) {
    auto x = add_job();
    ask<watch_result>(group, atom::abort_v, x.task).value();
    end(x.task);
    end(x.holder.actor);
  }
  CAF_CHECK_LESS(block->weak_refs.load(), before + 150);
}

CAF_TEST(4.7 nothing is left at a job that came and went) {
  start_group();
  auto x = make_job();
  auto left = [&x] {
    auto of = [](const auto& who) {
      return caf::actor_cast<caf::actor_control_block*>(who)->weak_refs.load();
    };
    return std::make_pair(of(x.task), of(x.holder.actor));
  };
  auto come_and_go = [&] {
    add(x);
    ask<watch_result>(group, atom::abort_v, x.task).value();
  };
  come_and_go();
  auto before = left();
  for (int i = 0; i < 9; ++i)
    come_and_go();
  CAF_CHECK(left() == before);
}

CAF_TEST(4.7 what a job that has been forgotten does moves nobody) {
  start_group();
  auto x = add_job();
  ask<watch_result>(group, atom::abort_v, x.task).value();
  enter(x, state::close);
  end(x.task);
  end(x.holder.actor);
  CAF_CHECK_EQUAL(log->count(log_level::error), 0u);
  auto other = add_job();
  pass(50s);
  CAF_CHECK_EQUAL(other.script->dumps(), 1u);
}

CAF_TEST(4.7 the death of a task or a holder is that of one job) {
  start_group();
  auto orphan = add_job();
  auto dead = add_job();
  auto well = add_job();
  auto lost = ask<watch_result>(group, atom::wait_v, orphan.task);
  auto gone = ask<watch_result>(group, atom::wait_v, dead.task);
  end(orphan.holder.actor);
  end(dead.task);
  CAF_CHECK(lost.value().end == watch_end::holder_down);
  CAF_CHECK_EQUAL(orphan.script->cancels.size(), 1u);
  CAF_CHECK(gone.value().end == watch_end::task_down);
  CAF_CHECK(dead.holder.view.load() == state::err_cleanup);
  pass(50s);
  CAF_CHECK_EQUAL(well.script->dumps(), 1u);
  CAF_CHECK(well.script->cancels.empty());
  CAF_CHECK_EQUAL(orphan.script->dumps() + dead.script->dumps(), 0u);
}

CAF_TEST(4.7 what makes no sense is refused) {
  start_group();
  auto x = add_job();
  CAF_CHECK(code_of(refused({}, x.holder.actor)) == ec::bad_argument);
  CAF_CHECK(code_of(refused(x.task, x.holder.actor)) == ec::bad_argument);
  CAF_CHECK(code_of(refused(make_job().task, {})) == ec::bad_argument);
  watch_options options;
  options.checkpoint_interval = -1s;
  CAF_CHECK(code_of(spawn_watch_group(sys, options).error())
            == ec::bad_argument);
  auto stranger = make_job();
  auto cancel = ask<verdict>(group, atom::cancel_v, stranger.task,
                             make_error(ec::cancelled));
  CAF_CHECK(code_of(cancel.error()) == ec::bad_argument);
  auto steer
    = ask<steering>(group, atom::steer_v, stranger.task, steering_order{});
  CAF_CHECK(code_of(steer.error()) == ec::bad_argument);
  auto save = ask<attempt_record>(group, atom::save_v, stranger.task);
  CAF_CHECK(code_of(save.error()) == ec::bad_argument);
}

CAF_TEST(4.7 metrics are for one job) {
  struct no_metrics : metrics_sink {};
  watch_options options;
  options.metrics = std::make_shared<no_metrics>();
  auto made = spawn_watch_group(sys, options);
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::bad_argument);
}

CAF_TEST(4.7 messages for the watcher of one job do not harm a group) {
  start_group();
  auto x = add_job();
  auto wrong = caf::actor_cast<watcher_actor>(group);
  auto snap = ask<snapshot>(wrong, atom::get_v);
  CAF_CHECK(code_of(snap.error()) == ec::bad_argument);
  auto report = ask<progress>(wrong, atom::progress_v);
  CAF_CHECK(code_of(report.error()) == ec::bad_argument);
  auto stop = ask<watch_result>(wrong, atom::stop_v, stop_order{});
  CAF_CHECK(code_of(stop.error()) == ec::bad_argument);
  pass(50s);
  CAF_CHECK_EQUAL(x.script->dumps(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watch_group_suite
