// What a subscriber that comes back is told.
#define CAF_SUITE lifecycle_replay
#include "moments.hpp"

namespace status::test::lifecycle_replay_suite {

namespace {

// A life with the transitions 1 to 5.
lifecycle five_steps(size_t replay_capacity) {
  auto life = begin(state::initial, replay_capacity);
  entered(life, state::copy_rows, 1s);
  entered(life, state::apply_changeset, 2s);
  entered(life, state::analyze_table, 3s);
  entered(life, state::checksum, 4s);
  entered(life, state::post_checksum, 5s);
  return life;
}

using numbers = std::vector<uint64_t>;

numbers sequences(const catch_up& x) {
  numbers result;
  for (const auto& event : x.missed)
    result.emplace_back(event.at.sequence);
  return result;
}

} // namespace

CAF_TEST(7.3 who comes back gets what it missed and nothing twice) {
  auto life = five_steps(64);
  for (uint64_t seen = 0; seen <= 5; ++seen) {
    auto x = life.since({3, seen}, after(6s));
    CAF_CHECK(!x.reset);
    CAF_CHECK(x.now.at == stream_position({3, 5}));
    numbers expected;
    for (auto number = seen + 1; number <= 5; ++number)
      expected.emplace_back(number);
    CAF_CHECK_EQUAL(sequences(x), expected);
  }
}

CAF_TEST(7.3 what is replayed is what was told) {
  auto life = begin();
  auto event = life.advance(state::copy_rows, after(4s));
  CAF_REQUIRE(event && *event);
  auto x = life.since({3, 0}, after(9s));
  CAF_REQUIRE_EQUAL(x.missed.size(), 1u);
  CAF_CHECK_EQUAL(caf::deep_to_string(x.missed[0]),
                  caf::deep_to_string(**event));
  CAF_CHECK_EQUAL(time_in(x.now, state::copy_rows), caf::timespan{5s});
}

CAF_TEST(7.3 the ring keeps the last transitions and resets beyond them) {
  auto life = five_steps(3);
  CAF_CHECK_EQUAL(sequences(life.since({3, 2}, after(6s))), (numbers{3, 4, 5}));
  CAF_CHECK(!life.since({3, 2}, after(6s)).reset);
  for (uint64_t seen : {0, 1}) {
    auto x = life.since({3, seen}, after(6s));
    CAF_CHECK(x.reset);
    CAF_CHECK(x.missed.empty());
    CAF_CHECK(x.now.current == state::post_checksum);
  }
}

CAF_TEST(7.3 a ring of nothing still serves who missed nothing) {
  auto life = five_steps(0);
  CAF_CHECK(!life.since({3, 5}, after(6s)).reset);
  CAF_CHECK(life.since({3, 4}, after(6s)).reset);
}

CAF_TEST(7.3 another epoch or a sequence of the future is reset) {
  auto life = five_steps(64);
  for (auto seen :
       {stream_position{2, 3}, stream_position{4, 3}, stream_position{0, 0},
        stream_position{3, 6}, stream_position{3, UINT64_MAX}}) {
    auto x = life.since(seen, after(6s));
    CAF_CHECK(x.reset);
    CAF_CHECK(x.missed.empty());
    CAF_CHECK(x.now.at == stream_position({3, 5}));
  }
}

CAF_TEST(7.4 the terminal transition is always the last one kept) {
  auto life = five_steps(1);
  CAF_CHECK(life.fail(make_error(ec::expired, "30s"), after(7s)));
  auto x = life.since({3, 5}, after(8s));
  CAF_CHECK(!x.reset);
  CAF_REQUIRE_EQUAL(x.missed.size(), 1u);
  CAF_CHECK(x.missed[0].to == state::err_cleanup);
  CAF_CHECK(x.missed[0].cause == ec::expired);
}

} // namespace status::test::lifecycle_replay_suite
