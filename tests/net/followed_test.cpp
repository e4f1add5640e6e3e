#define CAF_SUITE net_followed
#include "scripted_fleet.hpp"

#include <string>
#include <utility>
#include <vector>

#include "actors/net/followed.hpp"

namespace status::net::test::net_followed_suite {

namespace {

using sequences = std::vector<uint64_t>;

// News of one task; fails the test if there is none.
task_update only(const task_updates& x) {
  if (x.updates.size() != 1)
    CAF_FAIL(x.updates.size() << " updates where one was expected");
  return x.updates.front();
}

sequences told(const task_update& x) {
  sequences result;
  for (const auto& y : x.missed)
    result.emplace_back(y.at.sequence);
  return result;
}

} // namespace

CAF_TEST(10.11 transitions that come twice are told once) {
  followed all;
  all.take({{update("a", {1, 2})}, {}});
  auto x = only(all.take({{update("a", {1, 4}, {{1, 3}, {1, 4}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{3, 4}));
  x = only(all.take({{update("a", {1, 5}, {{1, 3}, {1, 4}, {1, 5}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{5}));
  // The same once more: the entry may be new, the transitions are not.
  x = only(all.take({{update("a", {1, 5}, {{1, 4}, {1, 5}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), sequences{});
}

CAF_TEST(10.11 a gap is told as a reset) {
  using positions = std::vector<stream_position>;
  for (const auto& missed :
       {positions{}, positions{{1, 4}, {1, 5}}, positions{{1, 3}, {1, 5}},
        positions{{1, 3}, {1, 4}}, positions{{2, 1}}}) {
    followed all;
    all.take({{update("a", {1, 2})}, {}});
    auto x = only(all.take({{update("a", {1, 5}, missed)}, {}}));
    CAF_CHECK(x.reset);
    CAF_CHECK_EQUAL(told(x), sequences{});
    x = only(all.take({{update("a", {1, 6}, {{1, 6}})}, {}}));
    CAF_CHECK(!x.reset);
    CAF_CHECK_EQUAL(told(x), (sequences{6}));
  }
}

CAF_TEST(10.11 what a desk calls a reset is one) {
  followed all;
  all.take({{update("a", {3, 2})}, {}});
  auto again = update("a", {1, 1}); // begun anew, without a checkpoint
  again.reset = true;
  CAF_CHECK(only(all.take({{again}, {}})).reset);
  auto x = only(all.take({{update("a", {1, 2}, {{1, 2}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{2}));
}

CAF_TEST(10.11 what is older than what was told is dropped) {
  followed all;
  all.take({{update("a", {2, 5})}, {}});
  CAF_CHECK(all.take({{update("a", {2, 4}, {{2, 4}})}, {}}).updates.empty());
  CAF_CHECK(all.take({{update("a", {1, 9})}, {}}).updates.empty());
  auto x = only(all.take({{update("a", {2, 6}, {{2, 6}})}, {}}));
  CAF_CHECK(!x.reset);
}

CAF_TEST(10.11 a new epoch goes on from the one before) {
  followed all;
  all.take({{update("a", {1, 3})}, {}});
  auto x = only(all.take({{update("a", {2, 1}, {{1, 4}, {2, 1}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{4, 1}));
  // One that has had no transition yet.
  x = only(all.take({{update("a", {3, 0}, {{2, 2}})}, {}}));
  CAF_CHECK(!x.reset);
  x = only(all.take({{update("a", {3, 1}, {{3, 1}})}, {}}));
  CAF_CHECK(!x.reset);
  // One of which the beginning is missing.
  x = only(all.take({{update("a", {4, 2}, {{4, 2}})}, {}}));
  CAF_CHECK(x.reset);
}

CAF_TEST(10.11 a new task is told with what is known of it) {
  followed all;
  auto x = only(all.take({{update("a", {1, 5}, {{1, 4}, {1, 5}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{4, 5}));
  x = only(all.take({{update("b", {1, 5}, {{1, 2}, {1, 5}})}, {}}));
  CAF_CHECK(x.reset);
  x = only(all.take({{update("c", {1, 0})}, {}}));
  CAF_CHECK(!x.reset);
}

CAF_TEST(10.11 we go on with what has not ended) {
  followed all;
  auto ended = update("b", {1, 7});
  ended.entry.seen = presence::ended;
  all.take({{update("a", {1, 2}), ended}, {}});
  auto at = all.positions();
  CAF_REQUIRE_EQUAL(at.size(), 1u);
  CAF_CHECK_EQUAL(at.front().task, "a");
  CAF_CHECK(at.front().seen == (stream_position{1, 2}));
  // It has started again, under the same name.
  auto x = only(all.take({{update("b", {2, 1}, {{1, 7}, {2, 1}})}, {}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(told(x), (sequences{1}));
  CAF_CHECK_EQUAL(all.positions().size(), 2u);
}

CAF_TEST(10.11 what is not told again is forgotten) {
  followed all;
  all.take({{update("a", {1, 2}), update("b", {1, 2})}, {}});
  CAF_CHECK(all.forget_untold().empty());
  all.begin_again();
  all.take({{update("b", {1, 2})}, {}});
  CAF_CHECK_EQUAL(all.forget_untold(), std::vector<std::string>{"a"});
  CAF_CHECK_EQUAL(all.size(), 1u);
}

CAF_TEST(10.11 what was forgotten and came again has come) {
  followed all;
  all.take({{update("a", {1, 2}), update("b", {1, 2})}, {}});
  auto x = all.take({{update("a", {1, 1})}, {"a", "b", "unknown"}});
  CAF_CHECK_EQUAL(x.forgotten, std::vector<std::string>{"b"});
  CAF_CHECK(!only(x).reset);
  CAF_CHECK_EQUAL(all.size(), 1u);
}

} // namespace status::net::test::net_followed_suite
