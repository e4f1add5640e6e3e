#define CAF_SUITE schema_change_keeping_up

#include "precompiled.hpp"

#include <algorithm>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_keeping_up_suite {

using status::ec;
using status::state;

namespace {

/// An application that writes in every gap the run leaves.
struct fixture : test::fixture {
  explicit fixture(int rows = 1000) : all(std::to_string(rows)), changed(all) {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a, n INT NOT NULL DEFAULT 0);"
      "CREATE INDEX by_n ON x(n);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      + all + ") INSERT INTO x(id, a) SELECT i, i FROM n");
    what = wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, n INT NOT NULL "
                "DEFAULT 0)");
    // No transaction is short enough, so all have as few changes as there can
    // be.
    what.chunk_time = std::chrono::milliseconds{0};
  }

  /// Changes so many rows in each gap from `from` to before `to`.
  void busy(state from, state to, int rows) {
    changed = std::to_string(rows);
    world.on_trace = [this, from, to](moment when, const std::string&) {
      if (when != moment::committed)
        return;
      if (now() < from || now() >= to)
        return;
      act();
    };
  }

  void act() {
    write("UPDATE x SET n = n + 1 WHERE id <= " + changed);
    ++rounds;
  }

  state now() const {
    return world.states.empty() ? state::initial : world.states.back();
  }

  bool right() {
    return state_of_x() == "i" + all + " i" + sum() + " t'text'"
           && leftovers() == 0 && sound();
  }

  bool intact() {
    return state_of_x() == "i" + all + " i" + sum() + " t'integer'";
  }

  std::string state_of_x() {
    return read("SELECT count(*), sum(n), min(typeof(a)) FROM x");
  }

  std::string sum() const {
    return std::to_string(rounds * std::stoi(changed));
  }

  std::string all; // rows
  std::string changed;
  settings what;
  int rounds = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(keeping_up_tests, fixture)

CAF_TEST(a writer that never rests does not stop the copy) {
  fixture x{700};
  x.busy(state::copy_rows, state::apply_changeset, 200);
  std::string order;
  x.world.on_trace
    = [&, act = x.world.on_trace](moment when, const std::string& name) {
        act(when, name);
        if (when == moment::committed && x.now() == state::copy_rows)
          order += name == "copy" ? "c" : "r";
      };
  CAF_CHECK(!x.change(x.what));
  CAF_CHECK(order.find("rrrrc") != std::string::npos);
  CAF_CHECK(order.find("rrrrr") == std::string::npos);
  CAF_CHECK(x.right());
}

CAF_TEST(a writer that outpaces the replay ends the run and not the table) {
  busy(state::apply_changeset, state::err_cleanup, 1000);
  auto problem = change(what);
  CAF_CHECK(test::fails_with(problem, ec::unavailable, "faster than"));
  CAF_CHECK(test::fails_with(problem, ec::unavailable, "--chunk-time"));
  CAF_CHECK(problem && problem->after() == leftovers::resumable);
  auto before = now();
  CAF_CHECK(world.noted("about as fast as"));
  CAF_CHECK_EQUAL(std::count_if(world.notes.begin(), world.notes.end(),
                                [](const std::string& x) {
                                  return x.find("about as fast as")
                                         != std::string::npos;
                                }),
                  1);
  CAF_CHECK(!past_cut_over(before));
  CAF_CHECK(intact());
  world.on_trace = nullptr;
  what.chunk_time = std::chrono::milliseconds{50};
  CAF_CHECK(!change(what));
  CAF_CHECK(right());
}

CAF_TEST(a writer that outpaces the replay does not hide that it may go on) {
  what.defer_cut_over = true;
  busy(state::waiting_on_sentinel_table, state::apply_changeset, 1000);
  world.on_pause = [this] {
    if (now() == state::waiting_on_sentinel_table && rounds == 0)
      act(); // from then on there is something to replay
    if (rounds >= 30)
      write("DROP TABLE IF EXISTS _status_sentinel");
  };
  CAF_CHECK(!change(what));
  CAF_CHECK_GREATER_OR_EQUAL(rounds, 30);
  CAF_CHECK_LESS_OR_EQUAL(rounds, 36);
  CAF_CHECK(right());
}

CAF_TEST(a large write right before the exchange is replayed outside of it) {
  std::string order;
  auto once = true;
  world.on_trace = [&](moment when, const std::string& name) {
    if (when == moment::committed && past_cut_over(now()))
      order += name + " ";
  };
  world.on_advance = [&](state next) {
    if (next == state::cut_over && std::exchange(once, false))
      for (; rounds < 10; ++rounds)
        write("UPDATE x SET n = n + 1");
  };
  CAF_CHECK(!change(what));
  // The first one that is called by its name only shortens the log.
  CAF_CHECK_EQUAL(order.find("cut_over replay replay "), 0u);
  CAF_CHECK_GREATER(order.find("replay cut_over close "), 100u);
  CAF_CHECK(right());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_keeping_up_suite
