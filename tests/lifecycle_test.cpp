#define CAF_SUITE lifecycle
#include "moments.hpp"

namespace status::test::lifecycle_suite {

CAF_TEST(3.2 a life begins in its first state with nothing behind it) {
  auto life = begin();
  auto x = life.look(after(0s));
  CAF_CHECK(life.current() == state::initial);
  CAF_CHECK(x.current == state::initial);
  CAF_CHECK(x.at == stream_position({3, 0}));
  CAF_CHECK(x.since == noon);
  CAF_CHECK_EQUAL(total_time(x), caf::timespan{0s});
  CAF_CHECK_EQUAL(x.last_saved.which.id, 0u);
  CAF_CHECK_EQUAL(x.saved_ago, caf::timespan{0s});
  CAF_CHECK(!x.first_cause);
  CAF_CHECK(x.closed == caf::timestamp{});
  CAF_CHECK(life.history().attempts.empty());
}

CAF_TEST(3.2 a job that resumes begins further on) {
  auto life = begin(state::checksum);
  CAF_CHECK(life.look(after(5s)).current == state::checksum);
  CAF_CHECK_EQUAL(spent(life, state::checksum, 5s), caf::timespan{5s});
  CAF_CHECK(refused(life, state::copy_rows, 6s) == ec::illegal_transition);
}

CAF_TEST(2 a transition says from where to where and when and how long) {
  auto life = begin();
  auto x = entered(life, state::copy_rows, 7s);
  CAF_CHECK(x.at == stream_position({3, 1}));
  CAF_CHECK(x.from == state::initial);
  CAF_CHECK(x.to == state::copy_rows);
  CAF_CHECK(x.when == noon + 7s);
  CAF_CHECK_EQUAL(x.spent, caf::timespan{7s});
  CAF_CHECK(!x.cause);
  x = entered(life, state::cut_over, 9s);
  CAF_CHECK(x.at == stream_position({3, 2}));
  CAF_CHECK(x.from == state::copy_rows);
  CAF_CHECK_EQUAL(x.spent, caf::timespan{2s});
  CAF_CHECK(life.look(after(9s)).since == noon + 9s);
}

CAF_TEST(3.2 going back is refused and changes nothing) {
  auto life = begin();
  entered(life, state::checksum, 1s);
  auto err = refused(life, state::copy_rows, 2s);
  CAF_CHECK(err == ec::illegal_transition);
  CAF_CHECK_EQUAL(to_text(err),
                  "illegal transition: from checksum to copyRows");
  auto x = life.look(after(3s));
  CAF_CHECK(x.current == state::checksum);
  CAF_CHECK_EQUAL(x.at.sequence, 1u);
  CAF_CHECK(x.since == noon + 1s);
  CAF_CHECK_EQUAL(spent(life, state::checksum, 3s), caf::timespan{2s});
}

CAF_TEST(3.3 the same state again is neither told nor timed anew) {
  auto life = begin();
  entered(life, state::copy_rows, 1s);
  auto event = life.advance(state::copy_rows, after(2s));
  CAF_REQUIRE(event);
  CAF_CHECK(!*event);
  auto x = life.look(after(3s));
  CAF_CHECK_EQUAL(x.at.sequence, 1u);
  CAF_CHECK(x.since == noon + 1s);
  CAF_CHECK_EQUAL(spent(life, state::copy_rows, 3s), caf::timespan{2s});
}

CAF_TEST(3.1 a number that is no state is refused) {
  auto life = begin();
  CAF_CHECK(refused(life, static_cast<state>(11), 1s)
            == ec::illegal_transition);
  CAF_CHECK(refused(life, static_cast<state>(-1), 1s)
            == ec::illegal_transition);
  CAF_CHECK(life.current() == state::initial);
}

CAF_TEST(3.2 a retry of the checksum needs to be declared) {
  auto life = begin(state::post_checksum);
  CAF_CHECK(refused(life, state::checksum, 1s) == ec::illegal_transition);
  auto declared = begin(state::post_checksum, 64, true);
  CAF_CHECK(entered(declared, state::checksum, 1s).to == state::checksum);
  CAF_CHECK(refused(declared, state::analyze_table, 2s)
            == ec::illegal_transition);
}

CAF_TEST(3.4 the close of a run that succeeded is recorded too) {
  auto life = begin(state::cut_over);
  CAF_CHECK(entered(life, state::close, 2s).to == state::close);
  CAF_CHECK(life.advance(state::close, after(5s)));
  CAF_CHECK(life.look(after(5s)).closed == noon + 2s);
}

} // namespace status::test::lifecycle_suite
