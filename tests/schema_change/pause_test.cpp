// A paused change does nothing until it is resumed.
#define CAF_SUITE schema_change_pause

#include "precompiled.hpp"

#include "schema_change/steering_fixture.hpp"

namespace schema_change::schema_change_pause_suite {

using status::ec;
using status::state;
using word = status::steering_word;

namespace {

constexpr const char* copied = "SELECT count(*) FROM _x_new";

} // namespace

CAF_TEST_FIXTURE_SCOPE(pause_tests, test::steering_fixture)

CAF_TEST(6.8 a pause stops the copy and a resume lets it go on) {
  at_first("copy", [this] { say(word::pause, "backup"); });
  while_waiting("paused by ann: backup", [this] {
    CAF_CHECK_EQUAL(read(copied), "i500");
    CAF_CHECK_EQUAL(change->dump({1, static_cast<uint64_t>(looks)}).position,
                    "id=500 change=0");
    write("UPDATE x SET a = a WHERE id = 1"); // nobody is in the way
    if (looks == 3)
      say(word::resume);
  });
  on_entering(state::checksum,
              [this] { CAF_CHECK(!change->progress().throttling.throttled); });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 3);
  CAF_CHECK(world->noted("paused by ann: backup"));
  CAF_CHECK(finished());
}

CAF_TEST(6.8 nobody need say who pauses or why) {
  at_first("copy", [this] {
    world->on_pause = nullptr;
    change->steer(world->restore({1, {true, "", "", {}}, {}}));
    while_waiting("paused by an operator", [this] { say(word::resume); });
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 1);
}

CAF_TEST(6.8 a paused run enters no state) {
  on_entering(state::analyze_table, [this] { say(word::pause); });
  while_waiting("paused by ann", [this] {
    CAF_CHECK(world->states.back() == state::analyze_table);
    if (looks == 2)
      say(word::resume);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
}

CAF_TEST(6.8 a paused run replays nothing while it waits for the sentinel) {
  what.defer_cut_over = true;
  begin();
  on_entering(state::waiting_on_sentinel_table, [this] {
    say(word::pause);
    write("UPDATE x SET a = 'new' WHERE id = 7");
  });
  while_waiting("paused by ann", [this] {
    CAF_CHECK_EQUAL(read("SELECT a FROM _x_new WHERE id = 7"), "t'7'");
    if (looks == 2) {
      write("DROP TABLE _status_sentinel");
      say(word::resume);
    }
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
  CAF_CHECK_EQUAL(read("SELECT a FROM x WHERE id = 7"), "t'new'");
}

CAF_TEST(6.8 a paused run builds no index) {
  on_entering(state::restore_secondary_indexes, [this] { say(word::pause); });
  while_waiting("paused by ann", [this] {
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM sqlite_schema WHERE type = "
                         "'index' AND tbl_name = '_x_new'"),
                    "i0");
    if (looks == 2)
      say(word::resume);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
}

CAF_TEST(6.8 a paused run does not ask for the cut-over) {
  on_entering(state::post_checksum, [this] { say(word::pause); });
  while_waiting("paused by ann", [this] {
    CAF_CHECK(!asked_for_cut_over());
    if (looks == 2)
      say(word::resume);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
  CAF_CHECK(finished());
}

// No word is taken any more then, so nobody could end the pause.
CAF_TEST(6.8 what the cut-over leaves is removed though a pause came too late) {
  on_entering(state::cut_over, [this] { world->say(word::pause); });
  while_waiting("paused by ann", [this] { world->say(word::resume); });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 0);
  CAF_CHECK(finished());
}

CAF_TEST(6.8 a cancel ends a paused run and the next one is still paused) {
  at_first("copy", [this] { say(word::pause, "backup"); });
  while_waiting("paused by ann: backup", [this] { world->cancel = true; });
  auto problem = run();
  CAF_CHECK(test::fails_with(problem, ec::cancelled, "goes on from here"));
  CAF_CHECK(problem && problem->after() == leftovers::resumable);
  begin();
  while_waiting("paused by ann: backup", [this] {
    CAF_CHECK_EQUAL(read(copied), "i500");
    if (looks == 2)
      say(word::resume);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 2);
  CAF_CHECK(finished());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_pause_suite
