#define CAF_SUITE watcher
#include "grouped.hpp"
#include "watched.hpp"

#include <stdexcept>

namespace status::test::watcher_suite {

namespace {

class throwing_log : public log_sink {
public:
  void write(const log_record&) override {
    ++writes;
    throw std::runtime_error("disk full");
  }

  size_t writes = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(watcher_tests, watched)

CAF_TEST(4.6 a watch without a metrics sink is three actors) {
  if (in_groups()) // which has one more, to look like a watcher
    return;
  auto before = sys.registry().running();
  start_watch();
  CAF_CHECK_EQUAL(sys.registry().running(), before + 3);
}

CAF_TEST(4.4 wait is answered once both loops are done) {
  advance(state::copy_rows);
  start_watch();
  auto x = ask<watch_result>(watcher, atom::wait_v);
  pass(50s);
  CAF_CHECK(!x.has());
  advance(state::cut_over);
  CAF_CHECK(!x.has());
  advance(state::close);
  CAF_CHECK(x.value().end == watch_end::past_gate);
  CAF_CHECK_EQUAL(x.value().last.which.id, 1u);
  CAF_CHECK(ask<watch_result>(watcher, atom::wait_v).has());
}

CAF_TEST(4.4 the last word counts the skipped ticks) {
  job.dump.reset();
  watch_options options;
  options.checkpoint_timeout = 200s;
  start_watch(options);
  pass(160s);
  job.answer_hung_dump(checkpoint{});
  auto x = ask<watch_result>(watcher, atom::stop_v, stop_order{}).value();
  CAF_CHECK_EQUAL(x.skipped_ticks, 2u);
}

CAF_TEST(4.4 questions are passed to who knows the answer) {
  job.progress.summary = "busy";
  advance(state::copy_rows);
  start_watch();
  pass(50s);
  CAF_CHECK_EQUAL(ask<progress>(watcher, atom::progress_v).value().summary,
                  "busy");
  CAF_CHECK(ask<snapshot>(watcher, atom::get_v).value().current
            == state::copy_rows);
  CAF_CHECK_EQUAL(
    ask<attempt_history>(watcher, atom::history_v).value().succeeded, 1u);
}

CAF_TEST(7.1 who subscribes at the watcher hears the holder) {
  start_watch();
  auto who = spawn_listener();
  auto x = ask<snapshot>(watcher, atom::subscribe_v, who.actor).value();
  CAF_CHECK_EQUAL(x.at.sequence, 0u);
  advance(state::copy_rows);
  CAF_CHECK_EQUAL(who.events->size(), 1u);
  caf::anon_send(watcher, atom::leave_v, who.actor);
  settle();
  advance(state::checksum);
  CAF_CHECK_EQUAL(who.events->size(), 1u);
  auto back = ask<catch_up>(watcher, atom::subscribe_v, who.actor,
                            stream_position{1, 1})
                .value();
  CAF_CHECK(!back.reset);
  CAF_REQUIRE_EQUAL(back.missed.size(), 1u);
  CAF_CHECK(back.missed[0].to == state::checksum);
}

CAF_TEST(5.1 a checkpoint can be asked for on demand) {
  start_watch();
  pass(7s);
  auto x = ask<attempt_record>(watcher, atom::save_v).value();
  CAF_CHECK(x.result == attempt_result::ok);
  CAF_CHECK_EQUAL(x.saved.position, "pos:1");
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(5.1 a checkpoint on demand fails as the attempt does) {
  job.fail_dumps_with(ec::watermark_not_ready, "chunk 1");
  start_watch();
  auto x = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK_EQUAL(to_text(x.error()), "watermark not ready: chunk 1");
}

CAF_TEST(5.1 demands wait behind the attempt in flight and ride together) {
  job.dump.reset();
  start_watch();
  auto first = ask<attempt_record>(watcher, atom::save_v);
  auto second = ask<attempt_record>(watcher, atom::save_v);
  auto third = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  job.answer_hung_dump(checkpoint{"a", 1});
  settle();
  CAF_CHECK_EQUAL(first.value().which.id, 1u);
  CAF_CHECK(!second.has());
  CAF_CHECK_EQUAL(job.dumps(), 2u);
  job.answer_hung_dump(checkpoint{"b", 1});
  settle();
  CAF_CHECK_EQUAL(second.value().which.id, 2u);
  CAF_CHECK_EQUAL(third.value().which.id, 2u);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
}

CAF_TEST(5.1 a demand is not refused by another that comes too late) {
  job.dump.reset();
  start_watch();
  auto first = ask<attempt_record>(watcher, atom::save_v);
  auto stopped = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  auto second = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(!first.has());
  job.answer_hung_dump(checkpoint{"a", 1});
  settle();
  CAF_CHECK_EQUAL(first.value().saved.position, "a");
  CAF_CHECK(code_of(second.error()) == ec::past_cut_over);
  CAF_CHECK(stopped.has());
}

CAF_TEST(5.1 no checkpoint is written on demand after the end) {
  advance(state::cut_over);
  start_watch();
  auto x = ask<attempt_record>(watcher, atom::save_v);
  CAF_CHECK(code_of(x.error()) == ec::past_cut_over);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
}

CAF_TEST(5.1 an option makes the first checkpoint early) {
  watch_options options;
  options.first_checkpoint = 5s;
  start_watch(options);
  pass(5s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
}

CAF_TEST(5.2 the minimum pause is an option) {
  watch_options options;
  options.min_checkpoint_pause = 30s;
  start_watch(options);
  pass(30s);
  ask<attempt_record>(watcher, atom::save_v);
  pass(60s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  pass(10s);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
}

CAF_TEST(5.3 a store that fences is an option) {
  job.dump.reset();
  watch_options options;
  options.store_fences = true;
  options.tolerated_failures = 5;
  start_watch(options);
  pass(100s);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
}

CAF_TEST(5.5 tolerated failures are an option) {
  job.fail_dumps_with(ec::bad_argument);
  watch_options options;
  options.tolerated_failures = 2;
  start_watch(options);
  pass(149s);
  CAF_CHECK_EQUAL(job.dumps(), 2u);
  CAF_CHECK(job.cancels.empty());
  pass(1s);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
}

CAF_TEST(5.6 a stale checkpoint cancels by option) {
  job.fail_dumps_with(ec::watermark_not_ready);
  watch_options options;
  options.stale_after = 100s;
  options.cancel_when_stale = true;
  start_watch(options);
  pass(199s);
  CAF_CHECK(job.cancels.empty());
  pass(1s);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "checkpoint_stale"), 1u);
}

CAF_TEST(5.6 a throttled task is not stale) {
  job.progress.throttling.throttled = true;
  job.fail_dumps_with(ec::watermark_not_ready);
  watch_options options;
  options.stale_after = 100s;
  options.cancel_when_stale = true;
  start_watch(options);
  pass(1000s);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK_EQUAL(log->count(log_level::warning, "checkpoint_stale"), 0u);
}

CAF_TEST(5.8 a fenced store cancels the task and overwrites nothing) {
  job.fail_dumps_with(ec::fenced, "epoch 9");
  watch_options options;
  options.tolerated_failures = 5;
  start_watch(options);
  pass(200s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(code_of(job.cancels[0]) == ec::fenced);
}

CAF_TEST(9.4 interval 0 is said in the log for either loop) {
  watch_options options;
  options.status_interval = 0s;
  options.checkpoint_interval = 0s;
  start_watch(options);
  CAF_CHECK_EQUAL(
    log->count(log_level::info, "status reports are switched off"), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::info, "checkpoints are switched off"),
                  1u);
  pass(200s);
  CAF_CHECK_EQUAL(job.reports, 0u);
  CAF_CHECK_EQUAL(job.dumps(), 0u);
  CAF_CHECK(ask<attempt_record>(watcher, atom::save_v).has());
}

CAF_TEST(4.6 a log sink that throws changes nothing) {
  auto bad = std::make_shared<throwing_log>();
  advance(state::copy_rows);
  job.fail_dumps_with(ec::bad_argument);
  watch_options options;
  options.log = bad;
  start_watch(options);
  pass(50s);
  CAF_CHECK_EQUAL(job.reports, 1u);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(bad->writes, 2u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_suite
