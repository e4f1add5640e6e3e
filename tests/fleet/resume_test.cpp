#define CAF_SUITE fleet_resume
#include "fleet/fixture.hpp"

#include <sqlite3.h>

#include <utility>

namespace fleet::test::fleet_resume_suite {

namespace {

struct resumed : fixture {
  std::string reason() const {
    return shown.progress().throttling.reason;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fleet_resume_tests, resumed)

using status::ec;
using status::state;

CAF_TEST(a run that is killed between any two chunks is gone on with) {
  fill(120);
  // Every run is killed after one more transaction, until there is none left.
  int kills = 0;
  for (auto alive = true; alive; ++kills) {
    auto pauses = 0;
    world.on_pause = [&] {
      write("UPDATE customers SET age = age + 1 WHERE id % 7 = "
            + std::to_string(kills % 7));
      write("INSERT INTO customers(id) VALUES(" + std::to_string(1000 + kills)
            + ")");
      if (++pauses == 2)
        throw killed{};
    };
    alive = is_killed();
    CAF_REQUIRE(kills < 100);
    if (kills > 0)
      CAF_CHECK(shown.progress().resumed);
  }
  CAF_CHECK(kills > 8);
  CAF_CHECK(moved());
  CAF_CHECK_EQUAL(world.notes.size(), 0u);
}

CAF_TEST(what is copied is not copied again) {
  fill(40);
  auto pauses = 0;
  world.on_pause = [&] {
    if (++pauses == 3)
      throw killed{};
  };
  CAF_CHECK(is_killed());
  {
    connection here{to, connection::mode::read_only};
    CAF_CHECK_EQUAL(here.integer("SELECT count(*) FROM customers"), 30);
    CAF_CHECK_EQUAL(here.integer("SELECT copied FROM _fleet_table WHERE name "
                                 "= 'customers'"),
                    30);
  }
  std::vector<uint64_t> rows;
  world.on_pause
    = [&] { rows.push_back(shown.progress().tables.at(0).rows_copied); };
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(rows.at(0), 40u);
}

CAF_TEST(a run that is killed anywhere in the cut-over) {
  for (auto where : {moment::claimed, moment::caught_up, moment::locked,
                     moment::copied, moment::closed}) {
    fixture each;
    each.fill(20);
    each.world.on_trace = [&](moment x) {
      if (x == where)
        throw killed{};
    };
    CAF_CHECK(each.is_killed());
    each.world.on_trace = nullptr;
    // The source takes writes until the very end, and they are not lost.
    auto answer = each.write("INSERT INTO notes(text) VALUES('meanwhile')");
    CAF_CHECK_EQUAL(moved_to(answer).empty(), where != moment::closed);
    CAF_CHECK(!each.run());
    CAF_CHECK(each.moved());
    CAF_CHECK(each.world.states.back() == state::close);
  }
}

CAF_TEST(writers wait for nothing but the cut-over) {
  fill(20);
  std::vector<std::string> answers;
  world.on_trace = [&](moment x) {
    if (x == moment::locked || x == moment::copied)
      answers.push_back(write("DELETE FROM notes WHERE id = 1"));
  };
  CAF_CHECK(!run());
  CAF_REQUIRE_EQUAL(answers.size(), 2u);
  CAF_CHECK_EQUAL(answers.at(0), "database is locked");
  CAF_CHECK_EQUAL(answers.at(1), "database is locked");
  CAF_CHECK(moved());
}

CAF_TEST(a cut-over that was granted comes however much is written) {
  fill(20);
  auto failed = false;
  world.on_trace = [&](moment x) {
    if (x == moment::copied && !std::exchange(failed, true))
      throw schema_change::sqlite_error{SQLITE_FULL, "disk full"};
    if (x == moment::caught_up && failed)
      for (uint64_t i = 0; i <= few_changes; ++i)
        write("UPDATE customers SET age = age + 1 WHERE id = 1");
  };
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(world.notes.size(), 1u);
  CAF_CHECK(moved());
}

CAF_TEST(a refused cut-over leaves the shard where it is) {
  fill(20);
  world.on_advance = [](state x) {
    if (x == state::cut_over)
      throw status::failure{ec::illegal_transition, "the run has failed"};
  };
  CAF_CHECK(fails_with(run(), ec::illegal_transition, "has failed"));
  CAF_CHECK_EQUAL(write("INSERT INTO notes(text) VALUES('more')"), "");
  world.on_advance = nullptr;
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

// -- what operators want ---------------------------------------------------------

CAF_TEST(a paused move does nothing until it is resumed) {
  fill(40);
  int pauses = 0;
  std::vector<uint64_t> rows;
  world.on_pause = [&] {
    ++pauses;
    auto word = pauses == 2 ? status::steering_word::pause
                            : status::steering_word::resume;
    if (pauses == 2 || pauses == 9)
      world.steer = status::apply(world.steer, {word, "ann", "backup"}, {});
    if (pauses >= 2 && pauses <= 9)
      rows.push_back(shown.progress().tables.at(0).rows_copied);
    if (pauses == 5)
      CAF_CHECK_EQUAL(reason(), "paused by ann: backup");
  };
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(rows, std::vector<uint64_t>(8, 20));
  CAF_CHECK(!shown.progress().throttling.throttled);
  CAF_CHECK(moved());
}

CAF_TEST(a held move keeps up and does not cut over) {
  fill(20);
  world.steer = status::apply(
    {}, {status::steering_word::hold, "bob", "not at night"}, {});
  int pauses = 0;
  world.on_pause = [&] {
    ++pauses;
    if (!world.states.empty() && world.states.back() == state::post_checksum)
      write("INSERT INTO notes(text) VALUES('x" + std::to_string(pauses)
            + "')");
    if (pauses == 40) {
      CAF_CHECK_EQUAL(reason(), "cut-over held by bob: not at night");
      CAF_CHECK(world.states.back() == state::post_checksum);
      world.steer = status::apply(
        world.steer, {status::steering_word::release, "bob", ""}, {});
    }
  };
  CAF_CHECK(!run());
  CAF_CHECK(pauses >= 40);
  CAF_CHECK(moved());
}

CAF_TEST(a hold that comes with the cut-over wins) {
  fill(20);
  int refusals = 0;
  world.on_advance = [&](state x) {
    if (x == state::cut_over && ++refusals < 4)
      throw status::failure{ec::held, "bob"};
  };
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(refusals, 4);
  CAF_CHECK(moved());
}

CAF_TEST(what operators want survives a kill) {
  fill(40);
  world.steer
    = status::apply({}, {status::steering_word::hold, "bob", "night"}, {});
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  world.steer = {};
  CAF_CHECK(is_killed());
  CAF_CHECK(world.steer.held.in_force);
  CAF_CHECK_EQUAL(world.steer.held.by, "bob");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace fleet::test::fleet_resume_suite
