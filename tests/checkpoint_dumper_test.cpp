#define CAF_SUITE checkpoint_dumper
#include "one_dumper.hpp"

#include <algorithm>

namespace status::test::checkpoint_dumper_suite {

CAF_TEST_FIXTURE_SCOPE(checkpoint_dumper_tests, one_dumper)

CAF_TEST(5.7 an attempt is recorded everywhere) {
  start();
  pass(50s);
  CAF_REQUIRE_EQUAL(records->size(), 1u);
  CAF_CHECK_EQUAL(records->front().saved.position, "pos:1");
  CAF_CHECK(records->front().ended > caf::timestamp{});
  auto now = ask<snapshot>(holder.actor, atom::get_v).value();
  CAF_CHECK_EQUAL(now.last_saved.saved.position, "pos:1");
  CAF_REQUIRE_EQUAL(job.dumps(), 1u);
  CAF_CHECK(job.attempts[0] == (attempt{1, 1}));
}

CAF_TEST(5.3 who rides is not answered by another attempt that is late) {
  job.dump.reset();
  opts.store_fences = true;
  opts.tolerated_failures = 3;
  start();
  pass(80s);
  auto saved = save();
  job.answer_hung_dump(checkpoint{"late", 1});
  settle();
  CAF_CHECK(records->back().result == attempt_result::late);
  CAF_CHECK(!saved.has());
  job.answer_hung_dump(checkpoint{"in time", 1});
  settle();
  CAF_CHECK_EQUAL(saved.value().saved.position, "in time");
}

CAF_TEST(5.3 the loop stays for a late answer and then goes) {
  job.dump.reset();
  start();
  pass(80s);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::failed);
  auto saved = save();
  CAF_CHECK(code_of(saved.error()) == ec::past_cut_over);
  pass(10000s);
  job.answer_hung_dump(checkpoint{"late", 1});
  settle();
  CAF_CHECK(records->back().result == attempt_result::late);
  CAF_CHECK(book->records.empty());
  CAF_CHECK_EQUAL(ends->size(), 1u);
}

CAF_TEST(5.3 the loop does not stay for a late answer without its owner) {
  job.dump.reset();
  start();
  pass(80s);
  end(owner);
  CAF_CHECK(gone());
}

CAF_TEST(5.3 the loop stays for no late answer once it is told to abort) {
  job.dump.reset();
  start();
  pass(80s);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().waits);
  CAF_CHECK_EQUAL(book->records.size(), 1u);
  tell(order(loop_word::abort));
  CAF_CHECK_EQUAL(ends->size(), 1u);
  CAF_CHECK(book->records.empty());
  auto known = records->size();
  job.answer_hung_dump(checkpoint{"late", 1});
  settle();
  CAF_CHECK_EQUAL(records->size(), known);
}

CAF_TEST(5.3 an attempt on demand expires before the next tick) {
  job.dump.reset();
  opts.tolerated_failures = 1;
  start();
  pass(5s);
  auto saved = save();
  pass(29900ms);
  CAF_CHECK(!saved.has());
  pass(100ms);
  CAF_CHECK(code_of(saved.error()) == ec::expired);
}

CAF_TEST(5.3 an answer that came in time is not late however long it lay) {
  job.dump.reset();
  opts.interval = 20s; // its second tick comes before the answer
  start();
  pass(39s);
  auto* held = dynamic_cast<caf::resumable*>(
    caf::actor_cast<caf::abstract_actor*>(loop));
  sched.advance_time(1s);
  job.answer_hung_dump(checkpoint{"here", 1});
  auto& jobs = sched.jobs;
  do
    jobs.erase(std::remove(jobs.begin(), jobs.end(), held), jobs.end());
  while (sched.try_run_once());
  sched.advance_time(20s);
  jobs.emplace_back(held);
  settle();
  CAF_REQUIRE_EQUAL(records->size(), 1u);
  CAF_CHECK(records->front().result == attempt_result::ok);
}

CAF_TEST(5.5 the dumper itself never cancels) {
  job.fail_dumps_with(ec::bad_argument);
  start();
  pass(50s);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::failed);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK(book->records.empty());
}

CAF_TEST(5.5 a judge that never answers is a lost holder) {
  judge
    = sys.spawn([](judge_actor::pointer self) -> judge_actor::behavior_type {
        return {[self](atom::fail, const caf::error&) {
          return self
            ->make_response_promise<caf::typed_response_promise<verdict>>();
        }};
      });
  owned.emplace_back(caf::actor_cast<caf::actor>(judge));
  job.fail_dumps_with(ec::bad_argument);
  start();
  pass(69900ms);
  CAF_CHECK(ends->empty());
  pass(100ms);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::holder_down);
}

CAF_TEST(5.6 a task that cannot say that it is throttled is stale) {
  task = shim::spawn<unready_task>(sys);
  owned.emplace_back(caf::actor_cast<caf::actor>(task));
  opts.stale_after = 40s;
  start();
  pass(109s);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "checkpoint_stale"), 0u);
  pass(1s);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "checkpoint_stale"), 1u);
}

CAF_TEST(5.3 an attempt expires after its own time and not that of another) {
  opts.interval = 20s;
  opts.tolerated_failures = 1;
  start();
  pass(30s);
  job.dump.reset();
  pass(39900ms); // the first one would have expired at 50 s
  CAF_CHECK_EQUAL(records->size(), 1u);
  pass(100ms);
  CAF_REQUIRE_EQUAL(records->size(), 2u);
  CAF_CHECK(records->back().result == attempt_result::expired);
}

CAF_TEST(6.2 a budget may be over before an attempt would have expired) {
  start();
  pass(51s);
  job.dump.reset();
  auto stop = order(loop_word::stop);
  stop.how = {true, 5s};
  tell(stop);
  pass(4900ms);
  CAF_CHECK(ends->empty());
  pass(100ms);
  CAF_CHECK_EQUAL(ends->size(), 1u);
}

CAF_TEST(4.7 one loop serves many tasks each on its own grid) {
  start();
  pass(20s);
  auto other = std::make_shared<script>();
  join(2, spawn_scripted_task(other));
  pass(30s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK_EQUAL(other->dumps(), 0u);
  pass(20s);
  CAF_CHECK_EQUAL(other->dumps(), 1u);
  tell(order(loop_word::stop));
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK_EQUAL(ends->front().key, 1u);
  pass(100s);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_CHECK_EQUAL(other->dumps(), 3u);
  CAF_CHECK_EQUAL(book->records.size(), 1u);
}

CAF_TEST(4.7 an attempt that expires is one of its own task only) {
  job.dump.reset();
  start();
  auto other = std::make_shared<script>();
  join(2, spawn_scripted_task(other));
  pass(100s);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK_EQUAL(ends->front().key, 1u);
  CAF_CHECK(ends->front().how.end == watch_end::failed);
  CAF_CHECK_EQUAL(other->dumps(), 2u);
  CAF_CHECK(other->cancels.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::checkpoint_dumper_suite
