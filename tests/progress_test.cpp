#define CAF_SUITE progress
#include "fixture.hpp"

#include <cstdint>
#include <limits>

#include "status/messages/progress.hpp"

namespace status::test::progress_suite {

namespace {

constexpr auto max = std::numeric_limits<uint64_t>::max();

progress copying(std::vector<table_progress> tables) {
  progress result;
  result.tables = std::move(tables);
  return result;
}

} // namespace

CAF_TEST(case 15 - 500 of 1000 rows at 10 a second are ready in 50 s) {
  auto x = estimate_eta(500, 1000, 10, 60s);
  CAF_CHECK(x.kind == eta_kind::ready);
  CAF_CHECK_EQUAL(x.left, caf::timespan{50s});
}

CAF_TEST(case 15 - nearly done is due) {
  CAF_CHECK(estimate_eta(999'901, 1'000'000, 10, 60s).kind == eta_kind::due);
  CAF_CHECK(estimate_eta(999'900, 1'000'000, 10, 60s).kind == eta_kind::ready);
  // Also without a rate and right after the start.
  CAF_CHECK(estimate_eta(999'901, 1'000'000, 0, 0s).kind == eta_kind::due);
}

CAF_TEST(case 15 - without a rate it is measuring) {
  CAF_CHECK(estimate_eta(500, 1000, 0, 3600s).kind == eta_kind::measuring);
}

CAF_TEST(case 15 - younger than 60 s it is measuring) {
  CAF_CHECK(estimate_eta(500, 1000, 10, 59'999ms).kind == eta_kind::measuring);
  CAF_CHECK(estimate_eta(500, 1000, 10, 60s).kind == eta_kind::ready);
  CAF_CHECK(estimate_eta(500, 1000, 10, -1s).kind == eta_kind::measuring);
}

CAF_TEST(an eta that is not ready has no time left) {
  CAF_CHECK_EQUAL(estimate_eta(500, 1000, 0, 3600s).left, caf::timespan{0s});
  CAF_CHECK_EQUAL(estimate_eta(1000, 1000, 10, 3600s).left, caf::timespan{0s});
}

CAF_TEST(8.2 all rows or more than estimated are due) {
  CAF_CHECK(estimate_eta(1000, 1000, 10, 60s).kind == eta_kind::due);
  CAF_CHECK(estimate_eta(1201, 1200, 10, 60s).kind == eta_kind::due);
  CAF_CHECK(estimate_eta(max, 1, 10, 60s).kind == eta_kind::due);
}

CAF_TEST(8.2 an estimate of 0 is 0.00% and so never due) {
  CAF_CHECK(estimate_eta(0, 0, 0, 0s).kind == eta_kind::measuring);
  CAF_CHECK(estimate_eta(1000, 0, 10, 3600s).kind == eta_kind::measuring);
}

CAF_TEST(an eta of more than a century is no estimate) {
  constexpr uint64_t century = 100ULL * 365 * 24 * 3600;
  auto x = estimate_eta(0, century, 1, 60s);
  CAF_CHECK(x.kind == eta_kind::ready);
  CAF_CHECK_EQUAL(x.left, caf::timespan{std::chrono::seconds{century}});
  CAF_CHECK(estimate_eta(0, century + 1, 1, 60s).kind == eta_kind::measuring);
  CAF_CHECK(estimate_eta(0, max, 1, 60s).kind == eta_kind::measuring);
}

CAF_TEST(8.2 the totals are the sums over all tables) {
  auto x = totals(copying({{"a", 1, 10, true}, {"b", 20, 200, false}}));
  CAF_CHECK_EQUAL(x.rows_copied, 21u);
  CAF_CHECK_EQUAL(x.rows_expected, 210u);
  x = totals(copying({}));
  CAF_CHECK_EQUAL(x.rows_copied, 0u);
  CAF_CHECK_EQUAL(x.rows_expected, 0u);
}

CAF_TEST(8.2 totals that do not fit stay at the maximum) {
  auto x = totals(copying({{"a", max - 1, 1, true}, {"b", 1, max, true}}));
  CAF_CHECK_EQUAL(x.rows_copied, max);
  CAF_CHECK_EQUAL(x.rows_expected, max);
  x = totals(copying({{"a", max, max, true}, {"b", 5, 5, true}}));
  CAF_CHECK_EQUAL(x.rows_copied, max);
  CAF_CHECK_EQUAL(x.rows_expected, max);
}

} // namespace status::test::progress_suite
