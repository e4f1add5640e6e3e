#define CAF_SUITE net_link
#include "scripted_fleet.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "actors/net/link_spawn.hpp"
#include "actors/net/observer.hpp"
#include "places.hpp"

namespace status::net::test::net_link_suite {

namespace {

const auto nobody_there = make_error(ec::unavailable, "nobody listens there");
const auto foreign = make_error(ec::bad_argument, "foreign certificate");

} // namespace

CAF_TEST_FIXTURE_SCOPE(link_tests, linked)

CAF_TEST(10.10 who cannot be reached is tried again after growing pauses) {
  cannot_connect = nobody_there;
  auto x = observe();
  CAF_CHECK_EQUAL(tries.size(), 1u);
  pass(40s);
  CAF_REQUIRE(tries.size() > 7);
  caf::timespan expected = 250ms;
  for (size_t i = 1; i < tries.size(); ++i) {
    auto pause = tries[i] - tries[i - 1];
    CAF_CHECK(pause >= expected * 4 / 5);
    CAF_CHECK(pause <= expected * 6 / 5 + 100ms);
    expected = std::min<caf::timespan>(2 * expected, 8s);
  }
  auto now = x.status();
  CAF_CHECK(now.now == link_state::unreachable);
  CAF_CHECK(now.why == ec::unavailable);
  CAF_CHECK(now.next_try > now.since);
  CAF_CHECK(now.last_seen == caf::timestamp{});
  // It is said once, not each time.
  CAF_CHECK_EQUAL(lines.size(), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "nobody listens"), 1u);
  auto none = x.desk();
  CAF_REQUIRE(!none);
  CAF_CHECK(none.error() == ec::unavailable);
  check_names(to_text(none.error()), {"there:1 is unreachable for", "never",
                                      "nobody listens there", "next try in"});
  cannot_connect = {};
  pass(10s);
  CAF_CHECK_EQUAL(lines.size(), 2u);
  CAF_CHECK(lines.back().now == link_state::live);
  CAF_CHECK_EQUAL(lines.back().peer.node, "db1:1");
  CAF_CHECK(x.desk());
}

CAF_TEST(10.10 what a person must mend is told and tried once a minute) {
  cannot_connect = foreign;
  auto x = observe();
  pass(600s, 1s);
  CAF_CHECK(tries.size() >= 9 && tries.size() <= 13);
  CAF_CHECK_EQUAL(log->count(log_level::error, "foreign certificate"), 1u);
  auto none = x.desk();
  CAF_REQUIRE(!none);
  CAF_CHECK(none.error() == ec::bad_argument);
  cannot_connect = nobody_there;
  pass(80s);
  CAF_CHECK_EQUAL(lines.size(), 2u);
}

CAF_TEST(10.10 a lost desk is unreachable at once and found again) {
  auto x = observe();
  CAF_CHECK(x.status().now == link_state::live);
  end(peer);
  auto now = x.status();
  CAF_CHECK(now.now == link_state::unreachable);
  CAF_CHECK(now.why == ec::unavailable);
  CAF_CHECK(now.last_seen > caf::timestamp{});
  CAF_CHECK_EQUAL(now.peer.node, "db1:1");
  CAF_CHECK(!x.desk());
  restart_peer();
  pass(400ms);
  CAF_CHECK(x.status().now == link_state::live);
  CAF_CHECK(x.desk() == peer);
  CAF_CHECK_EQUAL(lines.size(), 3u);
}

CAF_TEST(10.10 a desk that ends is told apart from one that is lost) {
  auto x = observe();
  end(peer, caf::exit_reason::user_shutdown);
  check_names(to_text(x.status().why), {"it has ended in good order"});
  restart_peer();
  pass(400ms);
  CAF_CHECK(x.status().now == link_state::live);
  end(peer, caf::exit_reason::kill);
  check_names(to_text(x.status().why), {"the connection is lost"});
}

CAF_TEST(10.10 a desk that is silent for ten seconds is lost) {
  auto x = observe();
  pass_alive(60s);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  pass(9s);
  CAF_CHECK(x.status().now == link_state::live);
  pass(3s);
  CAF_CHECK_EQUAL(lines.size(), 3u);
  CAF_CHECK(lines[1].now == link_state::unreachable);
  check_names(to_text(lines[1].why), {"there:1 says nothing any more"});
  CAF_CHECK(x.status().now == link_state::live);
  CAF_CHECK_EQUAL(fleet->orders.size(), 2u);
}

CAF_TEST(10.10 a desk that does not answer is unreachable) {
  fleet->silent = true;
  auto x = observe();
  pass(9s);
  CAF_CHECK(x.status().now == link_state::connecting);
  pass(2s);
  CAF_CHECK(lines.back().now == link_state::unreachable);
  check_names(to_text(lines.back().why), {"there:1 does not answer"});
  fleet->silent = false;
  pass(12s);
  CAF_CHECK(x.status().now == link_state::live);
}

CAF_TEST(10.10 a desk of another version is told and tried slowly) {
  ++fleet->who.protocol;
  auto x = observe();
  auto now = x.status();
  CAF_CHECK(now.now == link_state::unreachable);
  CAF_CHECK(now.why == ec::other_protocol);
  check_names(to_text(now.why), {"db1:1 speaks version", "update one"});
  pass(40s);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  CAF_CHECK(fleet->orders.empty());
}

CAF_TEST(10.12 a desk that names itself badly is not believed) {
  fleet->who.node = "a\nb";
  auto x = observe();
  CAF_CHECK(x.status().why == ec::bad_argument);
  CAF_CHECK_EQUAL(x.status().peer.node, "");
}

CAF_TEST(10.10 a link that has ended calls nobody) {
  {
    auto x = observe();
    tell({{update("a", {1, 1})}, {}});
    CAF_CHECK_EQUAL(news.size(), 1u);
    link other = std::move(x);
    tell({{update("b", {1, 1})}, {}});
    CAF_CHECK_EQUAL(news.size(), 2u);
  }
  tell({{update("c", {1, 1})}, {}});
  CAF_CHECK_EQUAL(news.size(), 2u);
  pass(60s);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  CAF_CHECK_EQUAL(lines.size(), 1u);
}

CAF_TEST(10.10 a callback may end its link and throw) {
  auto mine = std::make_shared<std::optional<link>>();
  observe_options options;
  options.log = log;
  options.line = [](const link_status&) { throw std::runtime_error{"boom"}; };
  options.news = [mine, this](const task_updates& x) {
    mine->reset();
    news.emplace_back(x);
  };
  *mine = spawn_link<observer>(sys, "there:1", setup(), std::move(options));
  settle();
  CAF_CHECK_EQUAL(log->count(log_level::error, "boom"), 1u);
  auto who = fleet->listeners.back();
  tell({{update("a", {1, 1})}, {}});
  CAF_CHECK_EQUAL(news.size(), 1u);
  CAF_CHECK(!*mine);
  tell({{update("b", {1, 1})}, {}});
  CAF_CHECK_EQUAL(news.size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_link_suite
