#define CAF_SUITE net_announcer
#include "scripted_fleet.hpp"

#include "places.hpp"

namespace status::net::test::net_announcer_suite {

CAF_TEST_FIXTURE_SCOPE(announcer_tests, linked)

CAF_TEST(10.13 a desk is announced at once and every ten seconds) {
  auto x = announce();
  CAF_REQUIRE_EQUAL(fleet->announced.size(), 1u);
  CAF_CHECK_EQUAL(fleet->announced[0], "ours:1");
  CAF_CHECK(x.status().now == link_state::live);
  pass(9s);
  CAF_CHECK_EQUAL(fleet->announced.size(), 1u);
  pass(52s);
  CAF_CHECK_EQUAL(fleet->announced.size(), 7u);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  CAF_CHECK_EQUAL(lines.size(), 1u);
}

CAF_TEST(10.13 a desk is announced to a fleet that starts anew) {
  auto x = announce();
  end(peer);
  CAF_CHECK(x.status().now == link_state::unreachable);
  restart_peer();
  pass(1s);
  CAF_CHECK(x.status().now == link_state::live);
  CAF_CHECK_EQUAL(fleet->announced.size(), 2u);
}

CAF_TEST(10.13 a fleet that refuses is asked again and nobody is live) {
  fleet->refusal = make_error(ec::unavailable, "starting");
  auto x = announce();
  pass(3s);
  CAF_CHECK(x.status().now == link_state::unreachable);
  check_names(to_text(x.status().why), {"starting"});
  CAF_CHECK(tries.size() >= 3);
  fleet->refusal = {};
  pass(9s);
  CAF_CHECK(x.status().now == link_state::live);
  // It refuses one that it had accepted.
  fleet->refusal = make_error(ec::bad_argument, "the name is taken");
  pass(10s);
  CAF_CHECK(x.status().now == link_state::unreachable);
  CAF_CHECK_EQUAL(log->count(log_level::error, "the name is taken"), 1u);
  auto before = tries.size();
  pass(40s);
  CAF_CHECK_EQUAL(tries.size(), before);
}

CAF_TEST(10.13 an announcer ends with its desk) {
  auto x = announce();
  end(desk);
  auto now = x.status();
  CAF_CHECK(now.now == link_state::unreachable);
  check_names(to_text(now.why), {"our desk has ended"});
  pass(60s);
  CAF_CHECK_EQUAL(tries.size(), 1u);
  CAF_CHECK_EQUAL(fleet->announced.size(), 1u);
}

CAF_TEST(10.10 a fleet that does not answer is unreachable) {
  auto x = announce();
  fleet->silent = true; // of no effect on what is announced
  pass(15s);
  CAF_CHECK(x.status().now == link_state::live);
  end(peer);
  restart_peer();
  pass(15s);
  CAF_CHECK(x.status().now == link_state::unreachable);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_announcer_suite
