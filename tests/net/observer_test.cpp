#define CAF_SUITE net_observer
#include "scripted_fleet.hpp"

#include <string>
#include <utility>
#include <vector>

#include "places.hpp"

namespace status::net::test::net_observer_suite {

CAF_TEST_FIXTURE_SCOPE(observer_tests, linked)

CAF_TEST(10.11 who is lost goes on from where it was) {
  auto x = observe({"orders", false});
  CAF_REQUIRE_EQUAL(fleet->orders.size(), 1u);
  CAF_CHECK_EQUAL(fleet->orders[0].which.text, "orders");
  CAF_CHECK(!fleet->orders[0].which.unfinished);
  CAF_CHECK(fleet->orders[0].seen.empty());
  tell({{update("orders", {1, 2}, {{1, 1}, {1, 2}})}, {}});
  restart_peer();
  pass(1s);
  CAF_REQUIRE_EQUAL(fleet->orders.size(), 2u);
  CAF_REQUIRE_EQUAL(fleet->orders[1].seen.size(), 1u);
  CAF_CHECK_EQUAL(fleet->orders[1].seen[0].task, "orders");
  CAF_CHECK(fleet->orders[1].seen[0].seen == (stream_position{1, 2}));
  // A desk that tells too much, and then too little.
  tell({{update("orders", {1, 3}, {{1, 1}, {1, 2}, {1, 3}})}, {}});
  CAF_REQUIRE_EQUAL(news.size(), 2u);
  CAF_CHECK_EQUAL(news[1].updates[0].missed.size(), 1u);
  CAF_CHECK(!news[1].updates[0].reset);
  tell({{update("orders", {1, 6}, {{1, 6}})}, {}});
  CAF_REQUIRE_EQUAL(news.size(), 3u);
  CAF_CHECK(news[2].updates[0].reset);
}

CAF_TEST(10.11 what is not told again within half a minute is forgotten) {
  auto x = observe();
  tell({{update("a", {1, 2}), update("b", {1, 2})}, {}});
  restart_peer();
  pass(1s);
  tell({{update("b", {1, 2})}, {}});
  pass_alive(26s);
  CAF_CHECK_EQUAL(news.size(), 2u);
  pass_alive(20s);
  CAF_REQUIRE_EQUAL(news.size(), 3u);
  CAF_CHECK_EQUAL(news[2].forgotten, std::vector<std::string>{"a"});
  pass_alive(60s);
  CAF_CHECK_EQUAL(news.size(), 3u);
}

CAF_TEST(10.11 signs of life are no news) {
  auto x = observe();
  auto before = x.status().last_seen;
  pass_alive(10s);
  CAF_CHECK(news.empty());
  CAF_CHECK(x.status().last_seen > before);
}

CAF_TEST(10.12 what does not come from the peer is not told) {
  auto x = observe();
  tell_as({}, {{update("a", {1, 1})}, {}});
  CAF_CHECK(news.empty());
  // Nor does it end the connection.
  auto bad = update("two words", {1, 1});
  tell_as({}, {{bad}, {}});
  CAF_CHECK(x.status().now == link_state::live);
  tell({{update("a", {1, 1})}, {}});
  CAF_CHECK_EQUAL(news.size(), 1u);
}

CAF_TEST(10.12 what makes no sense is not told and ends the connection) {
  auto x = observe();
  auto bad = update("a", {1, 1});
  bad.entry.task = "two words";
  tell({{update("b", {1, 1}), bad}, {}});
  CAF_CHECK(news.empty());
  auto now = x.status();
  CAF_CHECK(now.now == link_state::unreachable);
  CAF_CHECK(now.why == ec::bad_argument);
  check_names(to_text(now.why), {"there:1 says what makes no sense", "blanks"});
  CAF_CHECK_EQUAL(log->count(log_level::error, "makes no sense"), 1u);
  // What it says on is not heard, and it is tried slowly.
  tell({{update("b", {1, 1})}, {}});
  CAF_CHECK(news.empty());
  pass(40s);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  pass(40s);
  CAF_CHECK(tries.size() >= 2);
}

CAF_TEST(10.11 the first batch may come before the answer) {
  fleet->first_batch = task_updates{{update("a", {1, 1})}, {}};
  auto x = observe();
  CAF_CHECK_EQUAL(news.size(), 1u);
  CAF_CHECK_EQUAL(lines.size(), 1u);
  CAF_CHECK(lines.back().now == link_state::live);
}

CAF_TEST(10.12 an answer that comes after nonsense does not count) {
  auto bad = update("a", {1, 1});
  bad.entry.node.clear();
  fleet->first_batch = task_updates{{bad}, {}};
  auto x = observe();
  CAF_CHECK(news.empty());
  CAF_CHECK_EQUAL(lines.size(), 1u);
  CAF_CHECK(lines.back().now == link_state::unreachable);
  CAF_CHECK(!x.desk());
}

CAF_TEST(10.10 a desk that refuses is asked again) {
  fleet->refusal = make_error(ec::unavailable, "too many");
  auto x = observe();
  CAF_CHECK(lines.back().now == link_state::unreachable);
  check_names(to_text(lines.back().why), {"too many"});
  fleet->refusal = {};
  pass(1s);
  CAF_CHECK(lines.back().now == link_state::live);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_observer_suite
