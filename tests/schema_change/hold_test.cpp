// A change whose cut-over is held keeps up and waits for the release.
#define CAF_SUITE schema_change_hold

#include "precompiled.hpp"

#include <string>

#include "schema_change/steering_fixture.hpp"

namespace schema_change::schema_change_hold_suite {

using status::ec;
using status::state;
using word = status::steering_word;

CAF_TEST_FIXTURE_SCOPE(hold_tests, test::steering_fixture)

CAF_TEST(6.8 while it is held a run keeps up and does not ask) {
  on_entering(state::checksum, [this] { say(word::hold, "night"); });
  while_waiting("cut-over held by ann: night", [this] {
    CAF_CHECK(world->states.back() == state::post_checksum);
    if (looks == 1)
      write("UPDATE x SET a = 'new' WHERE id = 7");
    if (looks < 3)
      return;
    CAF_CHECK_EQUAL(read("SELECT a FROM _x_new WHERE id = 7"), "t'new'");
    CAF_CHECK_EQUAL(change->dump({1, 1}).position, "id=3000 change=1");
    write("UPDATE x SET a = 7 WHERE id = 7");
    say(word::release);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 3);
  CAF_CHECK(world->noted("cut-over held by ann: night"));
  CAF_CHECK(finished());
}

CAF_TEST(6.8 a run that is refused waits and asks again) {
  auto asked = 0;
  on_entering(state::cut_over, [this, &asked] {
    if (++asked > 1)
      return;
    say(word::hold);
    throw failure{ec::held, leftovers::resumable, "held"};
  });
  while_waiting("cut-over held by ann", [this, &asked] {
    CAF_CHECK_EQUAL(asked, 1);
    CAF_CHECK(untouched());
    if (looks == 2)
      say(word::release);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
  CAF_CHECK_EQUAL(asked, 2);
  CAF_CHECK(finished());
}

CAF_TEST(6.8 another refusal ends the run) {
  on_entering(state::cut_over, [] {
    throw failure{ec::cancelled, leftovers::resumable, "by somebody"};
  });
  CAF_CHECK(test::fails_with(run(), ec::cancelled, "by somebody"));
  CAF_CHECK(untouched());
}

CAF_TEST(6.8 what breaks during the wait is found before the cut-over) {
  write("ALTER TABLE x ADD COLUMN b");
  what.allow_drop = true;
  begin();
  on_entering(state::checksum, [this] { say(word::hold); });
  while_waiting("cut-over held by ann", [this] {
    write("CREATE VIEW v AS SELECT b FROM x");
    say(word::release);
  });
  auto problem = run();
  CAF_CHECK(problem && problem->after() == leftovers::resumable);
  CAF_CHECK(!asked_for_cut_over());
  CAF_CHECK(untouched());
}

CAF_TEST(6.8 a cancel ends a held run and the next one is still held) {
  on_entering(state::checksum, [this] { say(word::hold, "night"); });
  while_waiting("cut-over held by ann: night",
                [this] { world->cancel = true; });
  auto problem = run();
  CAF_CHECK(test::fails_with(problem, ec::cancelled, "goes on from here"));
  CAF_CHECK(problem && problem->after() == leftovers::resumable);
  CAF_CHECK(change->dump({1, 1}).position == "id=3000 change=0");
  CAF_CHECK(!asked_for_cut_over());
  begin();
  while_waiting("cut-over held by ann: night", [this] {
    CAF_CHECK(!asked_for_cut_over());
    if (looks == 2)
      say(word::release);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
  CAF_CHECK(finished());
}

CAF_TEST(6.8 a paused and held run does nothing until both are taken back) {
  on_entering(state::post_checksum, [this] {
    say(word::hold);
    say(word::pause);
  });
  std::string order;
  world->on_pause = [this, &order] {
    auto why = change->progress().throttling.reason;
    CAF_REQUIRE_LESS(order.size(), 50u);
    if (why == "paused by ann") {
      order += 'p';
      say(word::resume);
    } else if (why == "cut-over held by ann") {
      order += 'h';
      say(word::release);
    }
  };
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(order, "ph");
}

CAF_TEST(6.8 a hold of a table that is as wanted already waits and can end) {
  write("DROP TABLE x; CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
  for (auto ends : {true, false}) {
    begin();
    world->say(word::hold);
    on_entering(state::close, [this] {
      if (world->wanted().held.in_force)
        throw failure{ec::held, leftovers::resumable, "held"};
    });
    while_waiting("cut-over held by ann", [this, ends] {
      if (ends)
        world->say(word::release);
      else
        world->cancel = true;
    });
    auto problem = run();
    CAF_CHECK_EQUAL(looks, 1);
    CAF_CHECK_EQUAL(problem.has_value(), !ends);
    if (problem)
      CAF_CHECK(problem->code() == ec::cancelled);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_hold_suite
