// What operators want of a change is stored, and still so after a crash.
#define CAF_SUITE schema_change_steering

#include "precompiled.hpp"

#include <chrono>
#include <string>
#include <thread>

#include "schema_change/steering_fixture.hpp"

namespace schema_change::schema_change_steering_suite {

using status::ec;
using status::state;
using word = status::steering_word;

CAF_TEST_FIXTURE_SCOPE(steering_tests, test::steering_fixture)

CAF_TEST(6.8 what is wanted survives a crash with who and why and when) {
  status::steering said;
  at_first("copy", [this, &said] {
    said = world->say(word::hold, "it's \"night\"\n\xc3\xa9");
    change->steer(said);
    throw test::crash{};
  });
  run();
  crash();
  on_entering(state::copy_rows, [this, &said] {
    auto held = world->wanted().held;
    CAF_CHECK(held.in_force);
    CAF_CHECK_EQUAL(held.by, "ann");
    CAF_CHECK_EQUAL(held.reason, said.held.reason);
    CAF_CHECK(said.held.since - held.since < std::chrono::seconds{1});
    CAF_CHECK(held.since <= said.held.since);
    CAF_CHECK(!world->wanted().paused.in_force);
    say(word::release);
  });
  CAF_CHECK(!run());
  CAF_CHECK(finished());
}

CAF_TEST(6.8 neither chunks nor checkpoints change what is stored) {
  at_first("copy", [this] { say(word::hold); });
  on_entering(state::checksum, [this] {
    change->dump({1, 1});
    CAF_CHECK_EQUAL(stored().version, 1u);
    CAF_CHECK(stored().held.in_force);
    say(word::release);
    CAF_CHECK(!stored().held.in_force);
  });
  CAF_CHECK(!run());
}

CAF_TEST(6.8 a late word does not replace a newer one) {
  at_first("copy", [this] {
    auto first = world->say(word::hold);
    say(word::release);
    CAF_CHECK_EQUAL(steered(first), ec::none);
    CAF_CHECK_EQUAL(stored().version, 2u);
    CAF_CHECK(!stored().held.in_force);
  });
  CAF_CHECK(!run());
}

CAF_TEST(6.8 what was said before the change began is in its first row) {
  CAF_CHECK_EQUAL(steered(world->say(word::hold)), ec::unavailable);
  at_first("set_up", [this] {
    CAF_CHECK(stored().held.in_force);
    world->say(word::release);
  });
  CAF_CHECK(!run());
}

CAF_TEST(6.8 what is said while a change begins is stored before it works) {
  for (auto resumed : {false, true}) {
    std::thread operators;
    auto act = [this, &operators](moment, const std::string& name) {
      if (name != "set_up" || operators.joinable())
        return;
      auto said = world->say(word::hold);
      // Whether it is answered in time or not.
      operators = std::thread{[this, said] { steered(said); }};
    };
    if (resumed) {
      at_first("copy", [] { throw test::crash{}; });
      run();
      crash();
      auto claims = 0;
      world->on_advance = [&](state next) {
        if (next == state::copy_rows && ++claims == 1)
          act(moment::began, "set_up");
      };
    } else {
      world->on_trace = act;
    }
    on_entering(state::checksum, [this, &operators] {
      if (operators.joinable())
        operators.join();
      CAF_CHECK_EQUAL(stored().held.in_force, world->wanted().held.in_force);
      world->say(word::release);
    });
    CAF_CHECK(!run());
    if (operators.joinable())
      operators.join();
    CAF_CHECK(finished());
    write(
      "DROP TABLE x; CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
      "CREATE INDEX by_a ON x(a); WITH n(i) AS (SELECT 1 UNION ALL SELECT "
      "i + 1 FROM n WHERE i < 3000) INSERT INTO x SELECT i, i FROM n");
    begin();
  }
}

CAF_TEST(6.8 what was said before a restart comes on top of what is stored) {
  at_first("copy", [this] {
    say(word::hold);
    say(word::pause);
    throw test::crash{};
  });
  run();
  crash();
  world->say(word::resume); // as with the command that starts it
  on_entering(state::copy_rows, [this] {
    CAF_CHECK(!stored().paused.in_force);
    CAF_CHECK(stored().held.in_force);
    CAF_CHECK_EQUAL(stored().version, 3u);
    say(word::release);
  });
  CAF_CHECK(!run());
}

// It is one with what was stored by then, under a version of its own.
CAF_TEST(6.8 a word that meets the start is answered once all is stored) {
  at_first("copy", [this] {
    say(word::pause);
    say(word::resume);
    throw test::crash{};
  });
  run();
  crash();
  auto first = world->say(word::hold);
  world->on_wanted = [this, first] {
    world->on_wanted = nullptr;
    CAF_CHECK_EQUAL(steered(first), ec::none);
    throw test::crash{};
  };
  run();
  CAF_CHECK_EQUAL(crashes, 2);
  CAF_CHECK(stored().held.in_force);
}

CAF_TEST(6.8 what was wanted of a change that is done is not of the next) {
  on_entering(state::cut_over, [this] { say(word::pause); });
  at_first("cut_over", [] { throw test::crash{}; });
  run();
  what.statement = "CREATE TABLE x(id INTEGER PRIMARY KEY, a BLOB)";
  crash();
  on_entering(state::copy_rows,
              [this] { CAF_CHECK_EQUAL(stored().version, 0u); });
  while_waiting("paused by ann", [this] { say(word::resume); });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 0);
}

CAF_TEST(6.8 a start over is held as well) {
  at_first("copy", [this] {
    say(word::hold);
    throw test::crash{};
  });
  run();
  what.resume = resume_mode::never;
  crash();
  on_entering(state::copy_rows, [this] {
    CAF_CHECK(stored().held.in_force);
    say(word::release);
  });
  CAF_CHECK(!run());
  CAF_CHECK(finished());
}

CAF_TEST(6.8 a run that was taken over stores no word) {
  std::string before;
  at_first("copy", [this, &before] {
    auto took_over = what;
    took_over.take_over = true;
    test::fake_host other;
    other.on_trace = [](moment when, const std::string& name) {
      if (when == moment::began && name == "copy")
        throw test::crash{};
    };
    try {
      engine{took_over, other}.run();
    } catch (const test::crash&) {
      before = read("SELECT * FROM _status_checkpoint");
    }
    CAF_CHECK_EQUAL(steered(world->say(word::hold)), ec::fenced);
    CAF_CHECK_EQUAL(read("SELECT * FROM _status_checkpoint"), before);
  });
  CAF_CHECK(test::fails_with(run(), ec::fenced, "taken over"));
  CAF_CHECK(!before.empty());
}

CAF_TEST(6.8 a word that cannot be stored says so and is obeyed) {
  what.lock_wait = std::chrono::milliseconds{1};
  begin();
  at_first("copy", [this] {
    connection other{path};
    transaction lock{other};
    CAF_CHECK_EQUAL(steered(world->say(word::pause)), ec::unavailable);
    CAF_CHECK_EQUAL(stored().version, 0u);
  });
  while_waiting("paused by ann", [this] { say(word::resume); });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(looks, 1);
}

CAF_TEST(6.8 a change that has come to its end needs no word) {
  on_entering(state::close, [this] {
    CAF_CHECK_EQUAL(steered(world->say(word::release)), ec::none);
  });
  CAF_CHECK(!run());
  CAF_CHECK_EQUAL(steered(world->say(word::release)), ec::none);
}

CAF_TEST(6.8 a change that was given up stores no word) {
  write("UPDATE x SET a = NULL WHERE id = 2900");
  what.statement = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL)";
  begin();
  CAF_CHECK(test::fails_with(run(), ec::bad_argument, "id=2900"));
  CAF_CHECK_EQUAL(steered(world->say(word::hold)), ec::unavailable);
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_steering_suite
