// What the dumper that replaces a dead one knows, and who waits for it.
#define CAF_SUITE watcher_successor
#include "grouped.hpp"
#include "watched.hpp"

#include <algorithm>

namespace status::test::watcher_successor_suite {

CAF_TEST_FIXTURE_SCOPE(watcher_successor_tests, watched)

CAF_TEST(5.9 attempt ids never repeat after a restart) {
  watch_options options;
  options.store_fences = true;
  options.tolerated_failures = 9;
  start_spied_watch(options);
  for (int i = 0; i < 3; ++i) {
    pass(100s);
    crash(dumper_name);
  }
  pass(50s);
  CAF_CHECK(ids() == (std::vector<uint64_t>{1, 2, 3, 4, 5, 6, 7}));
}

CAF_TEST(5.9 what is known of the attempts survives the last crash) {
  advance(state::copy_rows);
  start_spied_watch();
  pass(50s);
  for (int i = 0; i < 4; ++i)
    crash(dumper_name);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK_EQUAL(x.last.which.id, 1u);
  CAF_CHECK(x.end == watch_end::failed);
}

CAF_TEST(5.9 the skipped ticks survive the last crash) {
  advance(state::copy_rows);
  job.dump.reset();
  watch_options options;
  options.checkpoint_timeout = 200s;
  start_spied_watch(options);
  pass(160s);
  for (int i = 0; i < 4; ++i)
    crash(dumper_name);
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK_EQUAL(x.skipped_ticks, 2u);
}

CAF_TEST(5.9 a demand that was told of the crash is forgotten) {
  advance(state::copy_rows);
  job.dump.reset();
  watch_options options;
  options.store_fences = true;
  options.tolerated_failures = 1;
  start_spied_watch(options);
  pass(60s);
  auto saved = ask<attempt_record>(watcher, atom::save_v);
  crash(dumper_name);
  CAF_CHECK(code_of(saved.error()) == ec::unavailable);
  pass(39900ms); // beyond the timeout of the attempt in flight
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  pass(100ms);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
}

CAF_TEST(5.9 who waits for a checkpoint is told that the dumper died) {
  job.dump.reset();
  start_spied_watch();
  auto x = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(!x.has());
  crash(dumper_name);
  CAF_CHECK(code_of(x.error()) == ec::unavailable);
}

CAF_TEST(5.9 who asks for a checkpoint while the dumper dies is told once) {
  if (in_groups()) // whose mailbox is not the watcher's
    return;
  start_spied_watch();
  // The watcher finds the question before the news of the death.
  auto asked = self->request(watcher, caf::infinite, atom::save_v);
  caf::anon_send_exit(loop(dumper_name), caf::exit_reason::kill);
  auto* held = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(watcher));
  auto& jobs = sched.jobs;
  do
    jobs.erase(std::remove(jobs.begin(), jobs.end(), held), jobs.end());
  while (sched.try_run_once());
  jobs.emplace_back(held);
  settle();
  asked.receive(
    [](const attempt_record&) { CAF_FAIL("nothing was saved"); },
    [](const caf::error& x) { CAF_CHECK(code_of(x) == ec::unavailable); });
  CAF_CHECK_EQUAL(log->count(log_level::warning, "restarted"), 1u);
}

CAF_TEST(5.9 a dumper that replaces a dead one asks nobody for the state) {
  advance(state::copy_rows);
  start_spied_watch();
  auto* asked
    = dynamic_cast<caf::resumable*>(caf::actor_cast<caf::abstract_actor*>(spy));
  auto& jobs = sched.jobs;
  caf::anon_send_exit(loop(dumper_name), caf::exit_reason::kill);
  do
    CAF_CHECK(std::find(jobs.begin(), jobs.end(), asked) == jobs.end());
  while (sched.try_run_once());
  auto x = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(x.value().which == (attempt{1, 1}));
}

CAF_TEST(5.9 a dumper that replaces a dead one knows of a cut-over since) {
  advance(state::copy_rows);
  start_spied_watch();
  caf::anon_send(holder.actor, atom::advance_v, state::cut_over);
  crash(dumper_name);
  auto x = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(code_of(x.error()) == ec::past_cut_over);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_successor_suite
