#define CAF_SUITE restart_policy
#include "precompiled.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <vector>

#include "actors/restart_policy.hpp"

namespace status::restart_policy_suite {

using namespace std::chrono_literals;

namespace {

using time_point = restart_policy::time_point;

/// No jitter, so that pauses are exact.
restart_options steady() {
  restart_options result;
  result.max_restarts = 100;
  result.jitter_percent = 0;
  return result;
}

/// The pauses after `n` failures at the same moment.
std::vector<caf::timespan> pauses(const restart_options& options, size_t n) {
  restart_policy policy{options};
  std::vector<caf::timespan> result;
  for (size_t i = 0; i < n; ++i)
    if (auto pause = policy.next(make_error(ec::unavailable), time_point{}))
      result.emplace_back(*pause);
  return result;
}

} // namespace

CAF_TEST(6.7 pauses double up to the longest one) {
  auto options = steady();
  options.min_pause = 1s;
  options.max_pause = 5s;
  std::vector<caf::timespan> expected{1s, 2s, 4s, 5s, 5s};
  CAF_CHECK(pauses(options, 5) == expected);
}

CAF_TEST(a pause of a million years does not overflow) {
  auto options = steady();
  options.jitter_percent = 100;
  options.seed = 7;
  options.min_pause = caf::timespan::max() / 4;
  options.max_pause = caf::timespan::max() / 4;
  for (auto pause : pauses(options, 10))
    CAF_CHECK(pause >= 0s && pause <= caf::timespan::max() / 2);
}

CAF_TEST(6.7 so many restarts within the period and no more) {
  auto options = steady();
  options.max_restarts = 2;
  CAF_CHECK_EQUAL(pauses(options, 5).size(), 2u);
  options.max_restarts = 0;
  CAF_CHECK_EQUAL(pauses(options, 5).size(), 0u);
}

CAF_TEST(6.7 the period forgets restarts and how long the pauses were) {
  auto options = steady();
  options.max_restarts = 2;
  options.period = 10min;
  options.min_pause = 1s;
  restart_policy policy{options};
  auto cause = make_error(ec::unavailable);
  auto start = time_point{};
  CAF_CHECK(policy.next(cause, start) == caf::timespan{1s});
  CAF_CHECK(policy.next(cause, start + 5min) == caf::timespan{2s});
  CAF_CHECK(policy.next(cause, start + 10min - 1ns) == std::nullopt);
  CAF_CHECK(policy.next(cause, start + 10min) == caf::timespan{2s});
  CAF_CHECK(policy.next(cause, start + 12min) == std::nullopt);
  CAF_CHECK(policy.next(cause, start + 30min) == caf::timespan{1s});
}

CAF_TEST(jitter moves a pause within its limits) {
  auto options = steady();
  options.min_pause = 10s;
  options.max_pause = 10s;
  options.jitter_percent = 20;
  options.seed = 42;
  std::set<caf::timespan> seen;
  for (auto pause : pauses(options, 100)) {
    CAF_CHECK(pause >= 8s && pause <= 12s);
    seen.insert(pause);
  }
  CAF_CHECK(*seen.begin() < 9s);
  CAF_CHECK(*seen.rbegin() > 11s);
}

CAF_TEST(a seed repeats its pauses) {
  auto options = steady();
  options.jitter_percent = 20;
  options.seed = 3;
  CAF_CHECK(pauses(options, 5) == pauses(options, 5));
  auto other = options;
  other.seed = 4;
  CAF_CHECK(pauses(options, 5) != pauses(other, 5));
}

CAF_TEST(jobs that failed together do not come back together) {
  auto options = steady();
  options.jitter_percent = 20; // and nobody has chosen a seed
  CAF_CHECK(pauses(options, 5) != pauses(options, 5));
}

CAF_TEST(6.7 no restart where it cannot help) {
  for (auto code :
       {ec::cancelled, ec::fenced, ec::ownership_ambiguous,
        ec::mismatched_alter, ec::binlog_not_found, ec::checkpoint_too_old,
        ec::checkpoint_collision, ec::bad_argument}) {
    restart_policy policy{steady()};
    CAF_CHECK(!policy.next(make_error(code), {}));
    CAF_CHECK(!policy.next(
      wrap(ec::could_not_write_checkpoint, "attempt 3", make_error(code)), {}));
  }
  for (auto code : {ec::could_not_write_checkpoint, ec::expired, ec::task_down,
                    ec::unavailable}) {
    restart_policy policy{steady()};
    CAF_CHECK(policy.next(make_error(code), {}).has_value());
  }
}

} // namespace status::restart_policy_suite
