// What operators want of a change: stored, obeyed, and still so after a crash.
#define CAF_SUITE schema_change_steering

#include "precompiled.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#include "schema_change/checkpoint_store.hpp"
#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_steering_suite {

using status::ec;
using status::state;
using word = status::steering_word;

namespace {

struct fixture : test::fixture {
  fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a); CREATE INDEX by_a ON x(a);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
      "INSERT INTO x SELECT i, i FROM n");
    what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
    begin();
  }

  /// Another process: it knows nothing but what is stored.
  void begin() {
    change.reset(); // and its lock
    world = std::make_unique<test::fake_host>();
    change = std::make_unique<engine>(what, *world);
    looks = 0;
  }

  /// As `begin`, after a crash that nobody was prepared for.
  void crash() {
    CAF_REQUIRE_EQUAL(crashes, 1);
    begin();
  }

  std::optional<failure> run() {
    try {
      return test::outcome(*change);
    } catch (const test::crash&) {
      ++crashes;
      return std::nullopt;
    }
  }

  /// Says a word as the task does: obeyed at once, and stored.
  void say(word x, const std::string& reason = {}) {
    change->steer(world->say(x, reason));
  }

  template <class Action>
  void at_first(const char* transaction, Action act) {
    world->on_trace
      = [this, transaction, act](moment when, const std::string& name) {
          if (when != moment::committed || name != transaction)
            return;
          auto once = act; // this very closure is about to go
          world->on_trace = nullptr;
          once();
        };
  }

  template <class Action>
  void on_entering(state x, Action act) {
    world->on_advance = [x, act](state next) {
      if (next == x)
        act();
    };
  }

  /// Does something each time the run looks whether it may go on.
  template <class Action>
  void while_waiting(const std::string& reason, Action act) {
    world->on_pause = [this, reason, act] {
      auto now = change->progress().throttling;
      if (!now.throttled || now.reason != reason)
        return;
      ++looks;
      CAF_REQUIRE_LESS(looks, 50); // it would wait for ever
      act();
    };
  }

  bool asked_for_cut_over() const {
    return std::count(world->states.begin(), world->states.end(),
                      state::cut_over)
           != 0;
  }

  bool untouched() {
    return read("SELECT count(*), typeof(a) FROM x") == "i3000 t'integer'";
  }

  bool finished() {
    return read("SELECT count(*), typeof(a) FROM x") == "i3000 t'text'"
           && leftovers() == 0 && sound();
  }

  status::steering stored() {
    auto found = checkpoint_store::load(*app, "x");
    CAF_REQUIRE(found && found->damage.empty());
    return found->wanted;
  }

  ec steered(const status::steering& x) {
    try {
      change->steer(x);
      return ec::none;
    } catch (const failure& e) {
      return e.code();
    }
  }

  settings what;
  std::unique_ptr<test::fake_host> world;
  std::unique_ptr<engine> change;
  int looks = 0;
  int crashes = 0;
};

constexpr const char* copied = "SELECT count(*) FROM _x_new";

} // namespace

CAF_TEST_FIXTURE_SCOPE(pause_tests, fixture)

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

// -- hold ----------------------------------------------------------------------

CAF_TEST_FIXTURE_SCOPE(hold_tests, fixture)

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

// -- stored --------------------------------------------------------------------

CAF_TEST_FIXTURE_SCOPE(stored_steering_tests, fixture)

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
