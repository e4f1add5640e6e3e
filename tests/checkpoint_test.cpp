#define CAF_SUITE checkpoint
#include "fixture.hpp"

#include <limits>

#include "status/messages/checkpoint.hpp"

namespace status::test::checkpoint_suite {

namespace {

attempt_record ended(uint64_t id, attempt_result result) {
  attempt_record x;
  x.which = {1, id};
  x.result = result;
  return x;
}

} // namespace

CAF_TEST(attempts are ordered by epoch and then by id) {
  CAF_CHECK(attempt({1, 9}) < attempt({2, 1}));
  CAF_CHECK(!(attempt({2, 1}) < attempt({1, 9})));
  CAF_CHECK(attempt({1, 1}) < attempt({1, 2}));
  CAF_CHECK(!(attempt({1, 2}) < attempt({1, 2})));
  CAF_CHECK(attempt({1, 2}) == attempt({1, 2}));
  CAF_CHECK(!(attempt({1, 2}) == attempt({2, 2})));
  CAF_CHECK(!(attempt({1, 2}) == attempt({1, 3})));
}

CAF_TEST(5.7 the last ten attempts are kept and failed ones included) {
  attempt_history history;
  for (uint64_t id = 1; id <= 13; ++id)
    add(history,
        ended(id, id % 2 == 0 ? attempt_result::ok : attempt_result::failed));
  CAF_REQUIRE_EQUAL(history.attempts.size(), 10u);
  for (size_t i = 0; i < 10; ++i)
    CAF_CHECK_EQUAL(history.attempts[i].which.id, i + 4);
  CAF_CHECK(history.attempts[0].result == attempt_result::ok);
  CAF_CHECK(history.attempts[1].result == attempt_result::failed);
}

CAF_TEST(5.7 ten attempts are kept in full) {
  attempt_history history;
  for (uint64_t id = 1; id <= 10; ++id)
    add(history, ended(id, attempt_result::ok));
  CAF_REQUIRE_EQUAL(history.attempts.size(), 10u);
  CAF_CHECK_EQUAL(history.attempts.front().which.id, 1u);
}

CAF_TEST(5.7 the counts outlive the history) {
  attempt_history history;
  for (uint64_t id = 1; id <= 30; ++id)
    add(history,
        ended(id, id <= 12 ? attempt_result::ok : attempt_result::failed));
  CAF_CHECK_EQUAL(history.succeeded, 12u);
  CAF_CHECK_EQUAL(history.failed, 18u);
}

CAF_TEST(5.3 expired counts as failed - the rest counts as neither) {
  attempt_history history;
  add(history, ended(1, attempt_result::expired));
  CAF_CHECK_EQUAL(history.failed, 1u);
  add(history, ended(2, attempt_result::not_ready));
  add(history, ended(3, attempt_result::late));
  add(history, ended(4, attempt_result::dropped));
  CAF_CHECK_EQUAL(history.succeeded, 0u);
  CAF_CHECK_EQUAL(history.failed, 1u);
  CAF_CHECK_EQUAL(history.attempts.size(), 4u);
}

CAF_TEST(9.2 the age of a stored time is the time since) {
  auto x = age_of(noon - 90s, noon);
  CAF_CHECK_EQUAL(x.age, caf::timespan{90s});
  CAF_CHECK(!x.in_future);
  x = age_of(noon, noon);
  CAF_CHECK_EQUAL(x.age, caf::timespan{0s});
  CAF_CHECK(!x.in_future);
}

CAF_TEST(9.2 a stored time in the future counts as age 0 and is told) {
  auto x = age_of(noon + 1ns, noon);
  CAF_CHECK_EQUAL(x.age, caf::timespan{0s});
  CAF_CHECK(x.in_future);
}

CAF_TEST(9.2 a garbled time in the past is as old as clocks go) {
  using limits = std::numeric_limits<caf::timestamp::rep>;
  auto x = age_of(caf::timestamp{caf::timespan{limits::min()}}, noon);
  CAF_CHECK_EQUAL(x.age, noon.time_since_epoch());
  CAF_CHECK(!x.in_future);
}

} // namespace status::test::checkpoint_suite
