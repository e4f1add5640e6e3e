#define CAF_SUITE catch_up
#include "holder_fixture.hpp"

namespace status::test::catch_up_suite {

CAF_TEST_FIXTURE_SCOPE(catch_up_tests, holder_fixture)

CAF_TEST(7.3 who comes back gets what it missed and then the events) {
  auto who = spawn_listener();
  subscribe(who);
  advance(state::copy_rows);
  CAF_CHECK(!order(atom::leave_v, who.actor));
  advance(state::apply_changeset);
  advance(state::checksum);
  auto x = come_back(who, who.events->back().at);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x.missed), (numbers{2, 3}));
  CAF_CHECK_EQUAL(x.now.at.sequence, 3u);
  advance(state::post_checksum);
  CAF_CHECK_EQUAL(sequences(who), (numbers{1, 4}));
}

CAF_TEST(7.3 who comes back from another epoch starts over and is registered) {
  advance(state::copy_rows);
  auto who = spawn_listener();
  for (auto seen : {stream_position{9, 1}, stream_position{1, 2}}) {
    auto x = come_back(who, seen);
    CAF_CHECK(x.reset);
    CAF_CHECK(x.missed.empty());
    CAF_CHECK(x.now.current == state::copy_rows);
  }
  advance(state::checksum);
  CAF_CHECK_EQUAL(sequences(who), (numbers{2}));
}

CAF_TEST(7.3 who missed more than the ring holds starts over) {
  holder_options options;
  options.replay_capacity = 1;
  begin(options);
  advance(state::copy_rows);
  advance(state::checksum);
  auto who = spawn_listener();
  CAF_CHECK(come_back(who, {1, 0}).reset);
  CAF_CHECK_EQUAL(sequences(come_back(who, {1, 1}).missed), (numbers{2}));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::catch_up_suite
