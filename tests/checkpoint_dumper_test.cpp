#define CAF_SUITE checkpoint_dumper
#include "loops.hpp"

#include "actors/checkpoint_dumper.hpp"

namespace status::test {

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
    recorder = shim::spawn<recording_recorder>(sys, records);
    owned.emplace_back(caf::actor_cast<caf::actor>(recorder));
  }

  void start() {
    dumper_setup setup;
    setup.task = task;
    setup.holder = holder.actor;
    setup.judge = judge ? judge : judge_actor{holder.actor};
    setup.owner = owner;
    setup.recorders = {holder.actor, recorder};
    setup.log = log;
    setup.record = std::make_shared<dumper::record>(
      dumper::begin(opts, sched.clock().now()));
    record = setup.record;
    loop = spawn_checkpoint_dumper(sys, std::move(setup));
    owned.emplace_back(caf::actor_cast<caf::actor>(loop));
    settle();
  }

  dumper::options opts;
  judge_actor judge; // the holder unless set
  recorder_actor recorder;
  std::shared_ptr<std::vector<attempt_record>> records
    = std::make_shared<std::vector<attempt_record>>();
  std::shared_ptr<dumper::record> record;
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
  auto saved = ask<attempt_record>(loop, atom::save_v);
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
  CAF_CHECK(ends->front().end == watch_end::failed);
  auto saved = ask<attempt_record>(loop, atom::save_v);
  CAF_CHECK(code_of(saved.error()) == ec::past_cut_over);
  pass(10000s);
  job.answer_hung_dump(checkpoint{"late", 1});
  settle();
  CAF_CHECK(records->back().result == attempt_result::late);
  CAF_CHECK(gone());
  CAF_CHECK_EQUAL(ends->size(), 1u);
}

CAF_TEST(5.3 the loop does not stay for a late answer without its owner) {
  job.dump.reset();
  start();
  pass(80s);
  end(owner);
  CAF_CHECK(gone());
}

CAF_TEST(5.5 the dumper itself never cancels) {
  job.fail_dumps_with(ec::bad_argument);
  start();
  pass(50s);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::failed);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK(gone());
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
  CAF_CHECK(ends->front().end == watch_end::holder_down);
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

CAF_TEST(6.3 a task that is gone is left to the watcher) {
  start();
  end(task);
  pass(50s);
  CAF_CHECK(ends->empty());
  CAF_CHECK(records->empty());
  CAF_CHECK(record->in_flight.has_value());
}

CAF_TEST(6.2 a stop is answered by the last word) {
  start();
  caf::anon_send(loop, atom::stop_v, stop_order{true, 0s});
  settle();
  CAF_CHECK_EQUAL(job.dumps(), 1u);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::stopped);
  CAF_CHECK_EQUAL(ends->front().last.which.id, 1u);
  CAF_CHECK(gone());
}

CAF_TEST(6.2 an abort refuses who waits) {
  job.dump.reset();
  start();
  auto riding = ask<attempt_record>(loop, atom::save_v);
  auto asking = ask<attempt_record>(loop, atom::save_v);
  caf::anon_send(loop, atom::abort_v);
  settle();
  CAF_CHECK(code_of(riding.error()) == ec::past_cut_over);
  CAF_CHECK(code_of(asking.error()) == ec::past_cut_over);
  CAF_CHECK(gone());
}

CAF_TEST(6.4 a holder that is dead already ends the loop) {
  end(holder.actor);
  start();
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::holder_down);
  CAF_CHECK(code_of(ends->front().cause) == ec::holder_down);
}

CAF_TEST(6.4 a holder that dies ends the loop) {
  start();
  end(holder.actor);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::holder_down);
  CAF_CHECK(code_of(ends->front().cause) == ec::holder_down);
}

CAF_TEST(3.1 the loop ends when the state passes its gate) {
  start();
  advance(state::cut_over);
  CAF_REQUIRE_EQUAL(ends->size(), 1u);
  CAF_CHECK(ends->front().end == watch_end::past_gate);
  CAF_CHECK(gone());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test
