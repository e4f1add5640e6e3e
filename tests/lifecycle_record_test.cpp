// What a life keeps: time per state and attempts.
#define CAF_SUITE lifecycle_record
#include "moments.hpp"

namespace status::test::lifecycle_record_suite {

namespace {

attempt_record saved(uint64_t id, std::string position) {
  attempt_record x;
  x.which = {3, id};
  x.saved = {std::move(position), 7};
  return x;
}

attempt_record failed(uint64_t id) {
  attempt_record x;
  x.which = {3, id};
  x.result = attempt_result::failed;
  x.cause = make_error(ec::unavailable, "disk full");
  return x;
}

} // namespace

CAF_TEST(case 14 - the running state is included) {
  auto life = begin();
  CAF_CHECK_EQUAL(spent(life, state::initial, 3s), caf::timespan{3s});
  entered(life, state::copy_rows, 4s);
  CAF_CHECK_EQUAL(spent(life, state::initial, 10s), caf::timespan{4s});
  CAF_CHECK_EQUAL(spent(life, state::copy_rows, 10s), caf::timespan{6s});
  CAF_CHECK_EQUAL(spent(life, state::cut_over, 10s), caf::timespan{0s});
}

CAF_TEST(case 14 - repeated visits add up) {
  auto life = begin(state::initial, 64, true);
  entered(life, state::checksum, 1s);
  entered(life, state::post_checksum, 3s);
  entered(life, state::checksum, 7s);
  CAF_CHECK_EQUAL(spent(life, state::checksum, 8s), caf::timespan{3s});
  entered(life, state::post_checksum, 10s);
  CAF_CHECK_EQUAL(spent(life, state::checksum, 11s), caf::timespan{5s});
  CAF_CHECK_EQUAL(spent(life, state::post_checksum, 11s), caf::timespan{5s});
}

CAF_TEST(case 14 - nothing is counted twice) {
  auto life = begin();
  entered(life, state::copy_rows, 1s);
  entered(life, state::checksum, 4s);
  entered(life, state::post_checksum, 5s);
  for (auto when : {5s, 6s, 100s}) {
    CAF_CHECK_EQUAL(total_time(life.look(after(when))), caf::timespan{when});
    CAF_CHECK_EQUAL(total_time(life.look(after(when))), caf::timespan{when});
  }
  CAF_CHECK(life.fail(make_error(ec::cancelled), after(200s)));
  CAF_CHECK(life.advance(state::close, after(250s)));
  CAF_CHECK_EQUAL(total_time(life.look(after(300s))), caf::timespan{300s});
}

CAF_TEST(case 14 - a new run starts clean) {
  auto life = begin();
  entered(life, state::copy_rows, 1s);
  entered(life, state::checksum, 4s);
  entered(life, state::post_checksum, 5s);
  CAF_CHECK(!life.record(saved(1, "pos:1"), after(6s)));
  CAF_CHECK(life.fail(make_error(ec::expired), after(7s)));
  life = {4, state::initial, false, 64, {}, after(1000s)};
  auto x = life.look(after(1001s));
  CAF_CHECK_EQUAL(total_time(x), caf::timespan{1s});
  CAF_CHECK(x.at == stream_position({4, 0}));
  CAF_CHECK(!x.first_cause);
  CAF_CHECK_EQUAL(x.last_saved.which.id, 0u);
  CAF_CHECK(life.history().attempts.empty());
  CAF_CHECK(life.since({4, 0}, after(1001s)).missed.empty());
}

CAF_TEST(5.7 the last checkpoint is shown with its age) {
  auto life = begin();
  CAF_CHECK(!life.record(saved(1, "pos:1"), after(10s)));
  CAF_CHECK(!life.record(saved(2, "pos:2"), after(60s)));
  auto x = life.look(after(80s));
  CAF_CHECK_EQUAL(x.last_saved.which.id, 2u);
  CAF_CHECK_EQUAL(x.last_saved.saved.position, "pos:2");
  CAF_CHECK_EQUAL(x.last_saved.saved.size, 7u);
  CAF_CHECK_EQUAL(x.saved_ago, caf::timespan{20s});
}

CAF_TEST(5.7 what was not saved does not change the last checkpoint) {
  auto life = begin();
  CAF_CHECK(!life.record(saved(1, "pos:1"), after(10s)));
  auto other = failed(2);
  for (auto result : {attempt_result::failed, attempt_result::not_ready,
                      attempt_result::expired, attempt_result::late,
                      attempt_result::dropped}) {
    other.result = result;
    CAF_CHECK(!life.record(other, after(20s)));
  }
  auto x = life.look(after(30s));
  CAF_CHECK_EQUAL(x.last_saved.which.id, 1u);
  CAF_CHECK_EQUAL(x.saved_ago, caf::timespan{20s});
}

CAF_TEST(5.7 the newest attempt is known of any result and after a late one) {
  auto life = begin();
  CAF_CHECK_EQUAL(life.look(after(1s)).last_attempt, 0u);
  CAF_CHECK(!life.record(saved(1, "pos:1"), after(10s)));
  CAF_CHECK(!life.record(failed(3), after(20s)));
  CAF_CHECK_EQUAL(life.look(after(21s)).last_attempt, 3u);
  auto late = saved(2, "pos:2");
  late.result = attempt_result::late;
  CAF_CHECK(!life.record(late, after(30s)));
  for (int i = 0; i < 20; ++i) // more than the history keeps
    CAF_CHECK(!life.record(late, after(30s)));
  CAF_CHECK_EQUAL(life.look(after(31s)).last_attempt, 3u);
}

CAF_TEST(5.7 the history has failed attempts and its counts) {
  auto life = begin();
  for (uint64_t id = 1; id <= 11; ++id)
    CAF_CHECK(!life.record(failed(id), after(10s)));
  CAF_CHECK(!life.record(saved(12, "pos:12"), after(20s)));
  const auto& x = life.history();
  CAF_REQUIRE_EQUAL(x.attempts.size(), 10u);
  CAF_CHECK_EQUAL(x.attempts.front().which.id, 3u);
  CAF_CHECK(x.attempts.front().cause == ec::unavailable);
  CAF_CHECK_EQUAL(x.attempts.back().which.id, 12u);
  CAF_CHECK_EQUAL(x.failed, 11u);
  CAF_CHECK_EQUAL(x.succeeded, 1u);
}

CAF_TEST(5.8 an attempt of another epoch is fenced off and leaves no trace) {
  for (uint64_t epoch : {0, 2, 4}) {
    auto life = begin();
    auto foreign = saved(1, "pos:1");
    foreign.which.epoch = epoch;
    auto err = life.record(foreign, after(1s));
    CAF_CHECK(err == ec::fenced);
    CAF_CHECK_EQUAL(to_text(err),
                    "fenced off by a newer run: an attempt of "
                    "epoch "
                      + std::to_string(epoch) + " in epoch 3");
    CAF_CHECK(life.history().attempts.empty());
    CAF_CHECK_EQUAL(life.history().succeeded, 0u);
    CAF_CHECK_EQUAL(life.look(after(1s)).last_saved.which.id, 0u);
  }
}

} // namespace status::test::lifecycle_record_suite
