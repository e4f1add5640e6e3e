// A run that was frozen while another one took over: it wakes up anywhere.
#define CAF_SUITE fleet_fence
#include "fleet/fixture.hpp"

namespace fleet::test::fleet_fence_suite {

CAF_TEST_FIXTURE_SCOPE(fleet_fence_tests, fixture)

using status::ec;
using status::state;

namespace {

/// Has another run move the shard, or a part of it, while this one stands
/// still.
struct successor {
  explicit successor(fixture& of) : all(of) {}

  void run(std::function<void(fake_host&)> prepare = {}) {
    fake_host host;
    if (prepare)
      prepare(host);
    gauges unseen;
    try {
      move{all.next_run(), host, unseen}.run();
      finished = true;
    } catch (const killed&) {
      // It is killed where the test says so.
    }
  }

  fixture& all;
  bool finished = false;
};

/// What is in a database, our own tables included.
std::string everything(const std::string& path) {
  connection db{path, connection::mode::read_only};
  std::string result = db.text("SELECT group_concat(sql) FROM sqlite_schema");
  for (const char* table :
       {"_fleet_move", "_fleet_table", "customers", "notes"}) {
    auto x = db.prepare(std::string{"SELECT * FROM "} + table);
    while (x.step())
      for (const auto& value : x.whole_row())
        result += " " + schema_change::shown(value);
  }
  return result;
}

} // namespace

CAF_TEST(an earlier run writes nothing between any two chunks) {
  fill(90);
  for (int chunk = 1;; ++chunk) {
    successor next{*this};
    std::string after;
    int pauses = 0;
    world.on_pause = [&] {
      if (++pauses != chunk)
        return;
      next.run([](fake_host& host) { // which begins, and then is killed
        host.on_pause = [] { throw killed{}; };
      });
      after = everything(to);
    };
    auto end = run();
    if (pauses < chunk) {
      CAF_CHECK(!end);
      CAF_CHECK(chunk > 4);
      break;
    }
    CAF_CHECK(fails_with(end, ec::fenced, "taken"));
    CAF_CHECK_EQUAL(after, everything(to));
  }
  CAF_CHECK(moved());
}

CAF_TEST(an earlier run does not cut over) {
  fill(30);
  successor next{*this};
  world.on_advance = [&](state x) {
    if (x == state::post_checksum)
      next.run([](fake_host& host) {
        host.on_trace = [](moment) { throw killed{}; };
      });
  };
  CAF_CHECK(fails_with(run(), ec::fenced, "taken"));
  CAF_CHECK_EQUAL(write("INSERT INTO notes(text) VALUES('more')"), "");
  CAF_CHECK(world.states.back() == state::post_checksum);
  world.on_advance = nullptr;
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

CAF_TEST(an earlier run finds the shard moved and changes nothing) {
  fill(30);
  successor next{*this};
  std::string after;
  int pauses = 0;
  world.on_pause = [&] {
    if (++pauses != 2)
      return;
    next.run();
    connection here{to};
    here.exec("INSERT INTO notes(text) VALUES('in the new place')");
    after = everything(to);
  };
  CAF_CHECK(fails_with(run(), ec::fenced, "taken"));
  CAF_CHECK(next.finished);
  CAF_CHECK_EQUAL(after, everything(to));
}

CAF_TEST(a run that begins late is fenced off at its begin) {
  fill(30);
  auto early = next_run();
  CAF_CHECK(!run());
  auto after = everything(to);
  CAF_CHECK(fails_with(run(early), ec::fenced, "epoch 2, and this one has 1"));
  CAF_CHECK_EQUAL(after, everything(to));
}

CAF_TEST(of two runs with the same epoch one is fenced off) {
  fill(30);
  auto twin = next_run();
  world.on_pause = [] { throw killed{}; };
  try {
    move{twin, world, shown}.run();
  } catch (const killed&) {
    // The first one has claimed the shard.
  }
  world.on_pause = nullptr;
  CAF_CHECK(fails_with(run(twin), ec::fenced, "epoch 1, and this one has 1"));
}

CAF_TEST(an earlier run that has the source only does not get the destination) {
  fill(30);
  // The source and then the destination are claimed: this one stands still in
  // between, which a source of the same epoch shows.
  source first{from, ++epoch};
  auto owner = first.claim(to);
  successor next{*this};
  next.run([](fake_host& host) { host.on_pause = [] { throw killed{}; }; });
  destination here{to, 1};
  auto shard = read_shard(first.db);
  try {
    here.claim(from, owner.token, shard);
    CAF_FAIL("the destination belongs to another run");
  } catch (const status::failure& x) {
    CAF_CHECK(x.why() == ec::fenced);
  }
  try {
    transaction guard{first.db};
    first.check_owner();
    CAF_FAIL("the source belongs to another run");
  } catch (const status::failure& x) {
    CAF_CHECK(x.why() == ec::fenced);
  }
}

CAF_TEST(checkpoints and words of an earlier run are not stored) {
  fill(30);
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  CAF_CHECK(is_killed());
  destination early{to, 1};
  try {
    owned guard{early};
    CAF_FAIL("a write transaction of an earlier run");
  } catch (const status::failure& x) {
    CAF_CHECK(x.why() == ec::fenced);
  }
  destination late{to, 2};
  owned guard{late};
  guard.stamp(2, 5);
  try {
    guard.stamp(2, 4);
    CAF_FAIL("an older attempt");
  } catch (const status::failure& x) {
    CAF_CHECK(x.why() == ec::fenced);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace fleet::test::fleet_fence_suite
