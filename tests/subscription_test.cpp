#define CAF_SUITE subscription
#include "holder_fixture.hpp"

#include <caf/actor_control_block.hpp>

namespace status::test::subscription_suite {

CAF_TEST_FIXTURE_SCOPE(subscription_tests, holder_fixture)

CAF_TEST(7.1 the first event is the sequence of the snapshot plus 1) {
  advance(state::copy_rows);
  auto who = spawn_listener();
  auto x = subscribe(who);
  CAF_CHECK(x.current == state::copy_rows);
  CAF_CHECK_EQUAL(x.at.sequence, 1u);
  CAF_CHECK(who.events->empty());
  advance(state::apply_changeset);
  advance(state::checksum);
  CAF_CHECK_EQUAL(sequences(who), (numbers{2, 3}));
  CAF_CHECK(who.events->front().from == state::copy_rows);
  CAF_CHECK(who.events->front().to == state::apply_changeset);
}

CAF_TEST(7.1 every subscriber gets every transition once) {
  std::vector<listener> all;
  for (int i = 0; i < 5; ++i) {
    all.emplace_back(spawn_listener());
    subscribe(all.back());
  }
  advance(state::copy_rows);
  advance(state::copy_rows);   // the same again is not told
  try_advance(state::initial); // nor is what is refused
  fail(disk_full);
  fail(disk_full);
  advance(state::close);
  for (const auto& who : all) {
    CAF_REQUIRE_EQUAL(sequences(who), (numbers{1, 2}));
    CAF_CHECK(who.events->back().to == state::err_cleanup);
    CAF_CHECK(who.events->back().cause == disk_full);
  }
}

CAF_TEST(7.2 a second subscribe gives a fresh snapshot and no second copy) {
  auto who = spawn_listener();
  subscribe(who);
  advance(state::copy_rows);
  CAF_CHECK_EQUAL(subscribe(who).at.sequence, 1u);
  CAF_CHECK_EQUAL(come_back(who, {1, 1}).now.at.sequence, 1u);
  advance(state::checksum);
  CAF_CHECK_EQUAL(sequences(who), (numbers{1, 2}));
}

CAF_TEST(7.2 who leaves is told nothing more and may come back) {
  auto who = spawn_listener();
  auto other = spawn_listener();
  subscribe(who);
  subscribe(other);
  CAF_CHECK(!order(atom::leave_v, who.actor));
  advance(state::copy_rows);
  CAF_CHECK(who.events->empty());
  CAF_CHECK_EQUAL(sequences(other), (numbers{1}));
  subscribe(who);
  advance(state::checksum);
  CAF_CHECK_EQUAL(sequences(who), (numbers{2}));
  CAF_CHECK_EQUAL(sequences(other), (numbers{1, 2}));
}

CAF_TEST(7.2 leaving twice or without having come is accepted) {
  auto who = spawn_listener();
  CAF_CHECK(!order(atom::leave_v, who.actor));
  subscribe(who);
  CAF_CHECK(!order(atom::leave_v, who.actor));
  CAF_CHECK(!order(atom::leave_v, who.actor));
  advance(state::copy_rows);
  CAF_CHECK(who.events->empty());
}

CAF_TEST(7.1 an invalid subscriber is refused) {
  listener nobody;
  CAF_CHECK(ask<snapshot>(holder.actor, atom::subscribe_v, nobody.actor).error()
            == ec::bad_argument);
  CAF_CHECK(ask<catch_up>(holder.actor, atom::subscribe_v, nobody.actor,
                          stream_position{1, 0})
              .error()
            == ec::bad_argument);
  CAF_CHECK(!order(atom::leave_v, nobody.actor));
  CAF_CHECK(advance(state::copy_rows).current == state::copy_rows);
}

CAF_TEST(6.6 a dead subscriber is forgotten and nobody else notices) {
  auto dies = spawn_listener();
  auto lives = spawn_listener();
  subscribe(dies);
  subscribe(lives);
  end(dies.actor);
  advance(state::copy_rows);
  CAF_CHECK(dies.events->empty());
  CAF_CHECK_EQUAL(sequences(lives), (numbers{1}));
  subscribe(dies); // it is dead: accepted and forgotten again
  advance(state::checksum);
  CAF_CHECK_EQUAL(sequences(lives), (numbers{1, 2}));
}

CAF_TEST(6.6 a dead subscriber is let go) {
  auto who = spawn_listener();
  owned.pop_back();
  auto address = who.actor.address();
  auto* block = caf::actor_cast<caf::actor_control_block*>(address);
  subscribe(who);
  end(who.actor);
  who = {};
  CAF_CHECK(!caf::actor_cast<caf::strong_actor_ptr>(address));
  CAF_CHECK_EQUAL(block->weak_refs, 1u); // this test's own
}

CAF_TEST(7.2 who comes and goes for weeks is remembered once) {
  auto who = spawn_listener();
  auto* block = caf::actor_cast<caf::actor_control_block*>(who.actor);
  subscribe(who);
  CAF_CHECK(!order(atom::leave_v, who.actor));
  auto references = block->weak_refs.load();
  for (int i = 0; i < 10; ++i) {
    subscribe(who);
    subscribe(who);
    CAF_CHECK(!order(atom::leave_v, who.actor));
  }
  CAF_CHECK_EQUAL(block->weak_refs, references);
}

CAF_TEST(case 23 - who joins during a burst sees no gap and nothing twice) {
  // The subscriber's question stands at every place among the transitions.
  const std::vector<state> burst{
    state::copy_rows,       state::waiting_on_sentinel_table,
    state::apply_changeset, state::restore_secondary_indexes,
    state::analyze_table,   state::checksum};
  for (size_t place = 0; place <= burst.size(); ++place) {
    begin({});
    auto who = spawn_listener();
    caf::scoped_actor task{sys};
    caf::scoped_actor joiner{sys};
    for (size_t i = 0; i <= burst.size(); ++i) {
      if (i == place)
        joiner->send(holder.actor, atom::subscribe_v, who.actor);
      if (i < burst.size())
        task->send(holder.actor, atom::advance_v, burst[i]);
    }
    settle();
    snapshot seen;
    joiner->receive([&seen](const snapshot& x) { seen = x; });
    numbers expected;
    for (auto number = seen.at.sequence + 1; number <= burst.size(); ++number)
      expected.emplace_back(number);
    CAF_CHECK_EQUAL(seen.at.sequence, place);
    CAF_CHECK_EQUAL(sequences(who), expected);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::subscription_suite
