#define CAF_SUITE lifecycle_failing
#include "moments.hpp"

namespace status::test::lifecycle_failing_suite {

namespace {

const caf::error disk_full
  = make_error(ec::could_not_write_checkpoint, "disk full");

lifecycle::failing failed(lifecycle& life, const caf::error& cause,
                          caf::timespan when) {
  auto outcome = life.fail(cause, after(when));
  if (!outcome)
    CAF_FAIL("refused: " << to_text(outcome.error()));
  return *outcome;
}

} // namespace

CAF_TEST(3.4 errCleanup is entered by failing only) {
  auto life = begin();
  CAF_CHECK(refused(life, state::err_cleanup, 1s) == ec::illegal_transition);
  CAF_CHECK(life.current() == state::initial);
}

CAF_TEST(3.4 failing is possible from every state before the cut-over) {
  for (auto first :
       {state::initial, state::copy_rows, state::waiting_on_sentinel_table,
        state::apply_changeset, state::restore_secondary_indexes,
        state::analyze_table, state::checksum, state::post_checksum}) {
    auto life = begin(first);
    auto outcome = failed(life, disk_full, 4s);
    CAF_CHECK(outcome.answer.first);
    CAF_CHECK(outcome.answer.cause == disk_full);
    CAF_REQUIRE(outcome.event);
    CAF_CHECK(outcome.event->from == first);
    CAF_CHECK(outcome.event->to == state::err_cleanup);
    CAF_CHECK(outcome.event->cause == disk_full);
    CAF_CHECK_EQUAL(outcome.event->spent, caf::timespan{4s});
    auto x = life.look(after(4s));
    CAF_CHECK(x.current == state::err_cleanup);
    CAF_CHECK(x.first_cause == disk_full);
    CAF_CHECK(x.closed == caf::timestamp{});
  }
}

CAF_TEST(3.5 after the cut-over failing is refused and undoes nothing) {
  for (auto granted : {state::cut_over, state::close}) {
    auto life = begin(granted);
    auto outcome = life.fail(disk_full, after(1s));
    CAF_REQUIRE(!outcome);
    CAF_CHECK(outcome.error() == ec::past_cut_over);
    CAF_CHECK(cause_of(outcome.error()) == disk_full);
    CAF_CHECK_EQUAL(to_text(outcome.error()),
                    "past the cut-over: the state is " + to_string(granted)
                      + ": could not write checkpoint: disk full");
    auto x = life.look(after(1s));
    CAF_CHECK(x.current == granted);
    CAF_CHECK(!x.first_cause);
    CAF_CHECK_EQUAL(x.at.sequence, 0u);
  }
}

CAF_TEST(6.1 the first cause wins and every later caller is told it) {
  auto life = begin();
  failed(life, disk_full, 1s);
  auto second = failed(life, make_error(ec::cancelled, "Ctrl-C"), 2s);
  CAF_CHECK(!second.answer.first);
  CAF_CHECK(second.answer.cause == disk_full);
  CAF_CHECK(!second.event);
  auto x = life.look(after(2s));
  CAF_CHECK(x.first_cause == disk_full);
  CAF_CHECK_EQUAL(x.at.sequence, 1u);
  CAF_CHECK(x.since == noon + 1s);
}

CAF_TEST(3.4 failing without a cause is given one) {
  auto life = begin();
  auto outcome = failed(life, {}, 1s);
  CAF_CHECK(outcome.answer.first);
  CAF_CHECK(outcome.answer.cause == ec::bad_argument);
  CAF_CHECK(outcome.event->cause == ec::bad_argument);
  CAF_CHECK(life.look(after(1s)).first_cause == ec::bad_argument);
}

CAF_TEST(3.4 a failed run enters no state and says why it failed) {
  auto life = begin();
  failed(life, disk_full, 1s);
  for (auto to : {state::initial, state::copy_rows, state::cut_over,
                  state::err_cleanup}) {
    auto err = refused(life, to, 2s);
    CAF_CHECK(err == ec::illegal_transition);
    CAF_CHECK(cause_of(err) == disk_full);
  }
  CAF_CHECK(life.current() == state::err_cleanup);
}

CAF_TEST(3.4 close after errCleanup is recorded and the state stays) {
  auto life = begin();
  failed(life, disk_full, 1s);
  auto event = life.advance(state::close, after(5s));
  CAF_REQUIRE(event);
  CAF_CHECK(!*event);
  auto x = life.look(after(6s));
  CAF_CHECK(x.current == state::err_cleanup);
  CAF_CHECK(x.closed == noon + 5s);
  CAF_CHECK_EQUAL(x.at.sequence, 1u);
  CAF_CHECK_EQUAL(spent(life, state::err_cleanup, 6s), caf::timespan{5s});
  CAF_CHECK_EQUAL(spent(life, state::close, 6s), caf::timespan{0s});
}

CAF_TEST(3.4 only the first close is recorded) {
  auto life = begin();
  failed(life, disk_full, 1s);
  CAF_CHECK(life.advance(state::close, after(5s)));
  CAF_CHECK(life.advance(state::close, after(9s)));
  CAF_CHECK(life.look(after(9s)).closed == noon + 5s);
}

} // namespace status::test::lifecycle_failing_suite
