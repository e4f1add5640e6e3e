#define CAF_SUITE schema_change_turns

#include "precompiled.hpp"

#include "schema_change/busy_table.hpp"

namespace schema_change::schema_change_turns_suite {

using status::ec;
using std::chrono::milliseconds;

namespace {

/// Somebody who reads for long, and others who want to begin meanwhile.
struct fixture : test::busy_table {
  /// Lets a reader begin with a transaction of this kind, and end after so many
  /// turns of the others.
  std::optional<failure> run_with_reader(const std::string& kind, int turns,
                                         milliseconds lock_wait) {
    let_in = 0;
    world.on_trace = [this, kind](moment when, const std::string& name) {
      if (when != moment::began || name != kind || reader || let_in > 0)
        return;
      reader = std::make_unique<connection>(path);
      reader->exec("BEGIN; SELECT count(*) FROM x");
    };
    world.on_pause = [this, turns] {
      if (!reader)
        return;
      connection another{path};
      another.patience(milliseconds{0});
      let_in += another.integer("SELECT count(*) > 0 FROM x");
      if (let_in == turns)
        reader.reset();
    };
    auto what = wanted();
    what.lock_wait = lock_wait;
    what.resume = resume_mode::never;
    auto problem = change(what);
    world.on_trace = nullptr;
    world.on_pause = nullptr;
    reader.reset();
    return problem;
  }

  std::unique_ptr<connection> reader;
  int64_t let_in = 0;
};

} // namespace

CAF_TEST(a long reader keeps no other reader out) {
  for (const std::string kind : {"set_up", "copy", "analyze", "checksum",
                                 "cut_over", "close", "empty", "discard"}) {
    fixture x;
    if (kind == "discard")
      CAF_REQUIRE(x.crash_at(12));
    for (int i = 0; i < 5; ++i)
      x.act();
    auto problem = x.run_with_reader(kind, 3, milliseconds{5000});
    CAF_CHECK_EQUAL(problem ? problem->what() : "", std::string{});
    CAF_CHECK_EQUAL(x.let_in, 3);
    CAF_CHECK_EQUAL(x.faults(true), std::string{});
  }
}

CAF_TEST(a reader that never ends ends the run and nothing is lost) {
  for (const char* kind : {"copy", "checksum", "cut_over", "close"}) {
    fixture x;
    auto problem = x.run_with_reader(kind, -1, milliseconds{300});
    CAF_CHECK(test::fails_with(problem, ec::unavailable, "locked"));
    auto changed = kind == std::string{"close"};
    CAF_CHECK(problem
              && problem->after()
                   == (changed ? leftovers::old_table : leftovers::resumable));
    CAF_CHECK(x.let_in > 0);
    CAF_CHECK_EQUAL(x.faults(false), std::string{});
    CAF_CHECK_EQUAL(x.finish(), std::string{});
  }
}

CAF_TEST(a cancel is heard while readers have their turn) {
  fixture x;
  x.world.cancel = false;
  auto seen = 0;
  auto what = x.wanted();
  x.world.on_trace = [&](moment when, const std::string& name) {
    if (when == moment::began && name == "copy" && !x.reader) {
      x.reader = std::make_unique<connection>(x.path);
      x.reader->exec("BEGIN; SELECT count(*) FROM x");
    }
  };
  x.world.on_pause = [&] { x.world.cancel = x.reader && ++seen == 1; };
  auto problem = x.change(what);
  CAF_CHECK(test::fails_with(problem, ec::cancelled, "cancelled"));
  x.world.cancel = false;
  x.world.on_pause = nullptr;
  x.reader.reset();
  CAF_CHECK_EQUAL(x.finish(), std::string{});
}

CAF_TEST(a checkpoint takes turns with readers too) {
  fixture x;
  auto what = x.wanted();
  what.lock_wait = milliseconds{20};
  engine run{what, x.world};
  auto dumped = ec::none;
  x.world.on_trace = [&](moment when, const std::string& name) {
    if (when != moment::committed || name != "copy" || x.reader)
      return;
    x.reader = std::make_unique<connection>(x.path);
    x.reader->exec("BEGIN; SELECT count(*) FROM x");
    try {
      run.dump({1, 1});
    } catch (const failure& e) {
      dumped = e.code();
    }
    // It was rolled back, so others can begin.
    connection another{x.path};
    another.patience(milliseconds{0});
    CAF_CHECK(another.any("SELECT 1 FROM x"));
    x.reader.reset();
    x.world.on_trace = nullptr;
    run.dump({1, 2});
  };
  CAF_CHECK(!test::outcome(run));
  CAF_CHECK(dumped == ec::could_not_write_checkpoint);
}

} // namespace schema_change::schema_change_turns_suite
