#define CAF_SUITE bench_runner
#include "fixture.hpp"

#include <algorithm>

#include "contains.hpp"
#include "runner/chart.hpp"
#include "runner/plan.hpp"
#include "runner/table.hpp"

namespace benchmark::bench_runner_suite {

namespace {

using status::test::contains;

results measured() {
  results all;
  // The machine was busy in the second repetition, for both.
  for (double x : {2.0, 8.0, 3.0})
    all.add({"ours", "tick", 10, x, "us"});
  for (double x : {4.0, 10.0, 3.0})
    all.add({"go", "tick", 10, x, "us"});
  all.add({"ours", "idle", 1, 0.04, "%"});
  return all;
}

bar bar_of(double limit, const std::string& peer = "go") {
  return {4, "CPU per tick", "tick", 10, peer, limit};
}

} // namespace

CAF_TEST(a median is that of the values in their order) {
  auto odd = summarize({3, 1, 2});
  CAF_CHECK_EQUAL(odd.median, 2);
  CAF_CHECK_EQUAL(odd.least, 1);
  CAF_CHECK_EQUAL(odd.most, 3);
  auto even = summarize({4, 1, 2, 3});
  CAF_CHECK_EQUAL(even.median, 2.5);
}

CAF_TEST(a ratio is that of neighbours) {
  auto x = judge(bar_of(1), measured());
  CAF_REQUIRE(x.ratio.has_value());
  CAF_CHECK_EQUAL(x.ratio->least, 0.5);
  CAF_CHECK_EQUAL(x.ratio->median, 0.8); // not that of the medians
  CAF_CHECK_EQUAL(x.ratio->most, 1);
  CAF_CHECK_EQUAL(x.ours->median, 3);
  CAF_CHECK_EQUAL(x.theirs->median, 4);
}

CAF_TEST(a bar is met at its limit and missed above) {
  CAF_CHECK_EQUAL(judge(bar_of(0.8), measured()).met.value_or(false), true);
  auto missed = judge(bar_of(0.64), measured());
  CAF_CHECK_EQUAL(missed.met.value_or(true), false);
  CAF_CHECK(std::abs(missed.missed_by() - 0.25) < 1e-9);
}

CAF_TEST(a bar without a peer is about our value itself) {
  bar idle{9, "idle CPU", "idle", 1, "", 0.05};
  CAF_CHECK_EQUAL(judge(idle, measured()).met.value_or(false), true);
  idle.limit = 0.03;
  CAF_CHECK_EQUAL(judge(idle, measured()).met.value_or(true), false);
}

CAF_TEST(a value is held against another number or name if the bar says so) {
  auto all = measured();
  all.add({"ours", "tick", 1000, 6, "us"});
  all.add({"ours", "chunk", 10, 3, "us"});
  auto cliff = bar_of(2, "ours");
  cliff.n = 1000;
  cliff.peer_n = 10;
  auto x = judge(cliff, all);
  CAF_CHECK_EQUAL(x.ratio->median, 3);
  cliff.peer_name = "chunk";
  x = judge(cliff, all);
  CAF_CHECK_EQUAL(x.ratio->median, 2);
}

CAF_TEST(the table says what is met and what is missed by how much) {
  auto all = measured();
  auto text = table_of_bars({judge(bar_of(1), all), judge(bar_of(0.64), all)});
  CAF_CHECK(contains(text,
                     "| 4 | CPU per tick | 3.00 us | Go 4.00 us | "
                     "0.800 (0.500 to 1.00) | <= 1.00  | met"));
  CAF_CHECK(contains(text, "| <= 0.640 | missed by 25 %"));
}

CAF_TEST(a skipped peer is neither met nor missed) {
  auto x = judge(bar_of(1, "raw"), measured());
  CAF_CHECK(!x.met.has_value());
  auto text = table_of_bars({x});
  CAF_CHECK(contains(text, "raw CAF: skipped"));
  CAF_CHECK(contains(text, "not measured"));
  auto word = last_word({x});
  CAF_CHECK(contains(word, "0 bars met"));
  CAF_CHECK(contains(word, "without a verdict:\n  row 4, CPU per tick"));
}

CAF_TEST(the last word names each bar that is missed) {
  auto all = measured();
  auto word = last_word({judge(bar_of(1), all), judge(bar_of(0.64), all)});
  CAF_CHECK(contains(word,
                     "1 bars met\nmissed:\n"
                     "  row 4, CPU per tick: missed by 25 %\n"));
  CAF_CHECK(!contains(word, "without a verdict"));
}

CAF_TEST(a figure without a bar is stated) {
  auto x = bar_of(0);
  x.limit.reset();
  auto text = table_of_bars({judge(x, measured())});
  CAF_CHECK(contains(text, "| stated |"));
  CAF_CHECK(!contains(last_word({judge(x, measured())}), "tick"));
}

CAF_TEST(all values stand side by side) {
  auto text = table_of_values(measured());
  CAF_CHECK(contains(
    text, "| tick     | 10          | us   | 3.00   |               | 4.00 |"));
  CAF_CHECK(contains(
    text, "| idle     | 1           | %    | 0.0400 |               |      |"));
}

CAF_TEST(a slope is the power by which something grows) {
  CAF_CHECK(std::abs(slope({{1, 5}, {10, 50}, {100, 500}}) - 1) < 1e-9);
  CAF_CHECK(std::abs(slope({{10, 3}, {100, 300}}) - 2) < 1e-9);
  CAF_CHECK_EQUAL(slope({{10, 3}}), 0);
}

CAF_TEST(the chart has a curve for each who was measured) {
  results all;
  for (int64_t n : {1, 100, 1000}) {
    all.add({"ours", "tick", n, 2, "us"});
    all.add({"go", "tick", n, static_cast<double>(n), "us"});
  }
  auto picture = chart(all);
  CAF_CHECK(contains(picture, "ours: all together grow as n^1.00"));
  CAF_CHECK(contains(picture, "Go: all together grow as n^2.00"));
  CAF_CHECK(!contains(picture, "raw CAF"));
  CAF_CHECK(contains(chart({}), "</svg>"));
}

CAF_TEST(the results go between two lines of the document) {
  std::string before = "a\n<!-- results -->\nold\n<!-- end of results -->\nb\n";
  CAF_CHECK_EQUAL(put_between(before, "results", "new\n"),
                  "a\n<!-- results -->\nnew\n<!-- end of results -->\nb\n");
  CAF_CHECK_EQUAL(put_between(before, "results", "old\n"), before);
  bool refused = false;
  try {
    put_between("no such lines\n", "results", "new\n");
  } catch (const std::runtime_error&) {
    refused = true;
  }
  CAF_CHECK(refused);
}

CAF_TEST(each bar belongs to a row that is run) {
  for (bool quick : {false, true}) {
    auto rounds = plan(quick);
    for (const auto& x : bars(quick))
      CAF_CHECK(std::any_of(rounds.begin(), rounds.end(),
                            [&](const round& y) { return y.row == x.row; }));
  }
}

} // namespace benchmark::bench_runner_suite
