// An operator's word on its way through holder, watcher, supervisor and task.
#define CAF_SUITE watcher_steering
#include "supervised.hpp"

#include "same_members.hpp"
#include "watched.hpp"

namespace status::test::watcher_steering_suite {

namespace {

steering_order say(steering_word word) {
  return {word, "ann", "backup"};
}

template <class Base>
struct steered : Base {
  template <class Handle>
  reply<steering> steer(const Handle& whom, steering_word word) {
    return this->template ask<steering>(whom, atom::steer_v, say(word));
  }
};

using steered_watch = steered<watched>;
using steered_job = steered<supervised>;

} // namespace

CAF_TEST_FIXTURE_SCOPE(watch_tests, steered_watch)

CAF_TEST(6.8 the holder decides and the task is told what is wanted) {
  start_watch();
  auto x = steer(watcher, steering_word::pause).value();
  CAF_CHECK(x.paused.in_force);
  CAF_CHECK_EQUAL(x.paused.by, "ann");
  CAF_CHECK_EQUAL(x.paused.reason, "backup");
  CAF_REQUIRE_EQUAL(job.words.size(), 1u);
  CAF_CHECK(same(job.words[0], x));
  CAF_CHECK(same(ask<snapshot>(holder.actor, atom::get_v).value().wanted, x));
}

CAF_TEST(6.8 an answered hold means no cut-over before the release) {
  start_watch();
  advance(state::post_checksum);
  steer(watcher, steering_word::hold).value();
  auto refusal = ask<snapshot>(holder.actor, atom::advance_v, state::cut_over);
  CAF_CHECK_EQUAL(refusal.error(), ec::held);
  CAF_CHECK(holder.view.load() == state::post_checksum);
  steer(watcher, steering_word::release).value();
  CAF_CHECK_EQUAL(job.words.size(), 2u);
  advance(state::cut_over);
}

CAF_TEST(6.8 a word that comes too late does not reach the task) {
  start_watch();
  advance(state::cut_over);
  CAF_CHECK_EQUAL(steer(watcher, steering_word::hold).error(),
                  ec::past_cut_over);
  CAF_CHECK(job.words.empty());
}

CAF_TEST(6.8 a word that cannot be stored is in force and says so) {
  start_watch();
  job.cannot_store = make_error(ec::unavailable, "disk full");
  CAF_CHECK_EQUAL(to_text(steer(watcher, steering_word::hold).error()),
                  "unavailable: disk full");
  CAF_CHECK(
    ask<snapshot>(holder.actor, atom::get_v).value().wanted.held.in_force);
}

CAF_TEST(6.2 a word that meets a stop reaches the task before the answer) {
  start_watch();
  auto word = steer(watcher, steering_word::pause);
  auto over = ask<watch_result>(watcher, atom::stop_v, stop_order{});
  CAF_CHECK(over.has());
  CAF_CHECK(word.has());
  CAF_CHECK_EQUAL(job.words.size(), 1u);
}

CAF_TEST(6.8 the log says who steers and why) {
  auto logged = spawn_state_holder(sys, [this] {
    holder_options result;
    result.log = log;
    return result;
  }());
  owned.emplace_back(caf::actor_cast<caf::actor>(logged.actor));
  steer(logged.actor, steering_word::hold).value();
  CAF_REQUIRE_EQUAL(log->count(log_level::info, "hold"), 1u);
  const auto& fields = log->records.back().fields;
  CAF_REQUIRE_EQUAL(fields.size(), 2u);
  CAF_CHECK_EQUAL(fields[0].value, "ann");
  CAF_CHECK_EQUAL(fields[1].value, "backup");
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST_FIXTURE_SCOPE(job_tests, steered_job)

CAF_TEST(6.8 what is wanted of a job survives its restart) {
  begin();
  enter(state::copy_rows);
  steer(boss, steering_word::hold).value();
  CAF_CHECK_EQUAL(run().job->words.size(), 1u);
  fail_run();
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 2u);
  CAF_CHECK(ask<snapshot>(boss, atom::get_v).value().wanted.held.in_force);
  CAF_CHECK_EQUAL(
    ask<snapshot>(run().info.holder.actor, atom::advance_v, state::cut_over)
      .error(),
    ec::held);
}

CAF_TEST(6.8 a word between two runs is in force from the next one on) {
  begin();
  steer(boss, steering_word::pause).value();
  fail_run();
  auto x = steer(boss, steering_word::hold).value();
  CAF_CHECK(x.paused.in_force);
  CAF_CHECK(x.held.in_force);
  pass(1s);
  CAF_REQUIRE_EQUAL(runs.size(), 2u);
  CAF_CHECK(same(ask<snapshot>(boss, atom::get_v).value().wanted, x));
}

CAF_TEST(6.8 a job that has ended takes no word) {
  begin();
  auto over = ask<run_result>(boss, atom::wait_v);
  auto keep = boss; // it would end with the answer otherwise
  fail_run(ec::fenced);
  CAF_CHECK(over.has());
}

CAF_TEST(6.8 options can say what was wanted before) {
  auto options = steady();
  options.holder.wanted = apply({}, say(steering_word::hold), {});
  begin(options);
  CAF_CHECK(ask<snapshot>(boss, atom::get_v).value().wanted.held.in_force);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_steering_suite
