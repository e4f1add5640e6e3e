#define CAF_SUITE checkpoint_dumper
#include "loops.hpp"

#include <algorithm>

#include "actors/checkpoint_dumper.hpp"

namespace status::test::checkpoint_dumper_suite {

namespace {

class recording_recorder {
public:
  static constexpr const char* name = "test.recorder";

  recording_recorder(recorder_actor::pointer,
                     std::shared_ptr<std::vector<attempt_record>> records)
    : records(std::move(records)) {
    // nop
  }

  recorder_actor::behavior_type make_behavior() {
    return {[this](atom::record, const attempt_record& x) {
      records->emplace_back(x);
    }};
  }

  std::shared_ptr<std::vector<attempt_record>> records;
};

/// Has nothing to save and never answers for its progress.
class unready_task {
public:
  static constexpr const char* name = "test.unready_task";

  explicit unready_task(task_actor::pointer self) : self(self) {
    // nop
  }

  task_actor::behavior_type make_behavior() {
    return {
      [this](atom::progress) {
        return self
          ->make_response_promise<caf::typed_response_promise<progress>>();
      },
      [](atom::report) { return std::string{}; },
      [](atom::dump, const attempt&) -> caf::result<checkpoint> {
        return make_error(ec::watermark_not_ready);
      },
      [](atom::cancel, const caf::error&) {},
      [](atom::steer, const steering& x) { return x; },
    };
  }

  task_actor::pointer self;
};

class one_dumper : public one_loop {
public:
  one_dumper() {
    opts.interval = 50s;
    opts.timeout = 30s;
    recorder = caf::actor_cast<caf::actor>(
      shim::spawn<recording_recorder>(sys, records));
    owned.emplace_back(recorder);
  }

  void start() {
    own(judge ? judge : judge_actor{holder.actor});
    loop = spawn_checkpoint_dumper(sys, {owner, 0s, log, book});
    owned.emplace_back(caf::actor_cast<caf::actor>(loop));
    join();
  }

  reply<attempt_record> save(uint64_t key = 1) {
    return ask<attempt_record>(loop, atom::save_v, key);
  }

  std::shared_ptr<dumper_book> book = std::make_shared<dumper_book>();
  dumper::options& opts = book->opts;
  judge_actor judge; // the holder unless set
  std::shared_ptr<std::vector<attempt_record>> records
    = std::make_shared<std::vector<attempt_record>>();
};

} // namespace

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

CAF_TEST(6.2 no answer for a task that was dropped is that of the next one) {
  job.dump.reset();
  opts.tolerated_failures = 9;
  opts.store_fences = true;
  start();
  pass(100s); // one attempt has expired, another one is in flight
  CAF_REQUIRE_EQUAL(job.dumps(), 2u);
  tell(order(loop_word::abort));
  auto other = std::make_shared<script>();
  other->dump.reset();
  join(2, spawn_scripted_task(other)); // in memory perhaps where the first was
  auto& next = book->records.at(2);
  for (uint64_t id : {1u, 2u}) {
    next.next_id = id;
    auto saved = save(2);
    CAF_REQUIRE_EQUAL(other->dumps(), id);
    job.answer_hung_dump(checkpoint{"stale", 1});
    settle();
    CAF_CHECK(!saved.has());
    other->answer_hung_dump(checkpoint{"fresh", 1});
    settle();
    CAF_CHECK_EQUAL(saved.value().saved.position, "fresh");
  }
}

CAF_TEST(6.3 a task that is gone is left to the watcher) {
  start();
  end(task);
  pass(50s);
  CAF_CHECK(ends->empty());
  CAF_CHECK(records->empty());
  CAF_CHECK(book->records.at(1).in_flight.has_value());
}

CAF_TEST(6.2 a stop is answered by the last word) {
  start();
  auto stop = order(loop_word::stop);
  stop.how.final_checkpoint = true;
  tell(stop);
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::stopped);
  CAF_CHECK_EQUAL(ends->front().how.last.which.id, 1u);
  CAF_CHECK(book->records.empty());
}

CAF_TEST(6.2 an abort refuses who waits) {
  job.dump.reset();
  start();
  auto riding = save();
  auto asking = save();
  tell(order(loop_word::abort));
  CAF_CHECK(code_of(riding.error()) == ec::past_cut_over);
  CAF_CHECK(code_of(asking.error()) == ec::past_cut_over);
  CAF_CHECK(book->records.empty());
}

CAF_TEST(6.4 a holder that dies ends the loop) {
  start();
  auto down = order(loop_word::holder_down);
  down.cause = make_error(ec::holder_down);
  tell(down);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::holder_down);
  CAF_CHECK(code_of(ends->front().how.cause) == ec::holder_down);
}

CAF_TEST(3.1 the loop ends when the state passes its gate) {
  start();
  move(state::cut_over);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().how.end == watch_end::past_gate);
  CAF_CHECK(code_of(save().error()) == ec::past_cut_over);
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
