// How a dumper ends, and what it leaves to whom.
#define CAF_SUITE checkpoint_dumper_ends
#include "one_dumper.hpp"

namespace status::test::checkpoint_dumper_ends_suite {

CAF_TEST_FIXTURE_SCOPE(checkpoint_dumper_ends_tests, one_dumper)

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

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::checkpoint_dumper_ends_suite
