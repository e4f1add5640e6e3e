#define CAF_SUITE schema_change_fence

#include "caf/test/unit_test.hpp"

#include <filesystem>
#include <memory>
#include <thread>
#include <unistd.h>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_fence_suite {

using status::attempt;
using status::ec;
using status::state;

namespace {

constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL)";

struct fence_fixture : test::fixture {
  fence_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "3000) INSERT INTO x SELECT i, 'a' || i FROM n");
  }

  /// Runs `action` after the first chunk of a copy.
  template <class Action>
  void after_first_chunk(Action action) {
    world.on_trace = [this, action](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy") {
        auto once = action; // this very closure is about to go
        world.on_trace = nullptr;
        once();
      }
    };
  }

  ec dump(engine& x, attempt which) {
    try {
      position = x.dump(which).position;
      return ec::none;
    } catch (const failure& e) {
      return e.code();
    }
  }

  std::string position;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fence_tests, fence_fixture)

CAF_TEST(a second run of the same table is refused) {
  std::optional<failure> refused;
  after_first_chunk([&] {
    test::fake_host other;
    engine second{wish("X", wanted), other};
    refused = test::outcome(second);
  });
  CAF_CHECK(!change(wish("x", wanted)));
  CAF_CHECK(test::fails_with(refused, ec::checkpoint_collision,
                             std::to_string(::getpid())));
  CAF_CHECK(test::fails_with(refused, ec::checkpoint_collision, "--take-over"));
}

CAF_TEST(a run that was taken over writes nothing any more) {
  after_first_chunk([&] {
    test::fake_host other;
    auto what = wish("x", wanted);
    what.take_over = true;
    engine{what, other}.run();
    write("INSERT INTO x VALUES(5000, 'later')");
  });
  auto problem = change(wish("x", wanted));
  CAF_CHECK(test::fails_with(problem, ec::fenced, "taken over"));
  CAF_CHECK(problem->after() == leftovers::foreign);
  CAF_CHECK_EQUAL(read("SELECT count(*), max(id) FROM x"), "i3001 i5000");
  CAF_CHECK_EQUAL(leftovers(), 0);
}

// One that has not written yet stands in nobody's way, but for the fence.
CAF_TEST(a run that was taken over writes nothing while the other one lives) {
  const auto* position
    = "SELECT epoch, owner, copied, rows_copied, change, written_at "
      "FROM _status_checkpoint";
  for (auto where : {moment::began, moment::committed}) {
    fence_fixture x;
    std::string of_the_other;
    x.after_first_chunk([&] {
      test::fake_host other;
      other.on_trace = [where](moment when, const std::string& what) {
        if (when == where && what == "copy")
          throw test::crash{}; // it hangs here, say
      };
      auto what = x.wish("x", wanted);
      what.take_over = true;
      try {
        engine{what, other}.run();
      } catch (const test::crash&) {
        of_the_other = x.read(position);
      }
    });
    auto problem = x.change(x.wish("x", wanted));
    CAF_CHECK(test::fails_with(problem, ec::fenced, "taken over"));
    CAF_CHECK(!of_the_other.empty());
    CAF_CHECK_EQUAL(x.read(position), of_the_other);
  }
}

CAF_TEST(a run that was taken over dumps nothing any more) {
  engine first{wish("x", wanted), world};
  after_first_chunk([&] {
    test::fake_host other;
    other.on_advance = [&](state next) {
      if (next == state::checksum || next == state::close)
        CAF_CHECK(dump(first, {1, 1}) == ec::fenced);
    };
    auto what = wish("x", wanted);
    what.take_over = true;
    engine{what, other}.run();
    CAF_CHECK(dump(first, {1, 2}) == ec::fenced);
  });
  CAF_CHECK(test::fails_with(test::outcome(first), ec::fenced, "taken over"));
}

CAF_TEST(there is no checkpoint before the first chunk) {
  engine x{wish("x", wanted), world};
  CAF_CHECK(dump(x, {1, 1}) == ec::watermark_not_ready);
  world.on_advance = [&](state next) {
    if (next == state::copy_rows)
      CAF_CHECK(dump(x, {1, 2}) == ec::watermark_not_ready);
  };
  x.run();
}

CAF_TEST(a checkpoint says where the copy is) {
  engine x{wish("x", wanted), world};
  after_first_chunk([&] {
    CAF_CHECK(dump(x, {1, 7}) == ec::none);
    CAF_CHECK_EQUAL(position, "id=500 change=0");
    CAF_CHECK_EQUAL(x.numbers().position, position);
    CAF_CHECK_EQUAL(
      read("SELECT attempt_epoch, attempt FROM _status_checkpoint"), "i1 i7");
  });
  x.run();
}

CAF_TEST(a late attempt does not replace a newer one) {
  engine x{wish("x", wanted), world};
  after_first_chunk([&] {
    CAF_CHECK(dump(x, {2, 5}) == ec::none);
    CAF_CHECK(dump(x, {2, 4}) == ec::fenced);
    CAF_CHECK(dump(x, {1, 9}) == ec::fenced);
    CAF_CHECK(dump(x, {3, 1}) == ec::none);
  });
  x.run();
}

CAF_TEST(the attempts of a run that resumes may begin at one again) {
  auto first = std::make_unique<engine>(wish("x", wanted), world);
  after_first_chunk([&] {
    CAF_CHECK(dump(*first, {2, 5}) == ec::none);
    world.cancel = true;
  });
  CAF_CHECK(test::fails_with(test::outcome(*first), ec::cancelled, ""));
  first.reset(); // and its lock
  world.cancel = false;
  auto dumped = ec::bad_argument;
  engine second{wish("x", wanted), world};
  after_first_chunk([&] { dumped = dump(second, {1, 1}); });
  CAF_CHECK(!test::outcome(second));
  CAF_CHECK(dumped == ec::none);
}

CAF_TEST(there is no checkpoint after the cut-over) {
  engine x{wish("x", wanted), world};
  world.on_advance = [&](state next) {
    if (next == state::close)
      CAF_CHECK(dump(x, {1, 1}) == ec::past_cut_over);
  };
  x.run();
  CAF_CHECK(dump(x, {1, 2}) == ec::past_cut_over);
}

CAF_TEST(a checkpoint can be written after a cancelled run) {
  engine x{wish("x", wanted), world};
  after_first_chunk([&] { world.cancel = true; });
  CAF_CHECK(test::fails_with(test::outcome(x), ec::cancelled, "cancelled"));
  CAF_CHECK(dump(x, {1, 1}) == ec::none);
  CAF_CHECK_EQUAL(position, "id=500 change=0");
}

CAF_TEST(a change that is given up has no checkpoint and no other owner) {
  write("UPDATE x SET a = NULL WHERE id = 2900");
  engine x{wish("x", wanted), world};
  std::vector<ec> dumped;
  world.on_trace = [&](moment when, const std::string& what) {
    if (when == moment::committed && what == "discard")
      dumped.push_back(dump(x, {1, 1}));
  };
  CAF_CHECK(test::fails_with(test::outcome(x), ec::bad_argument, "id=2900"));
  CAF_REQUIRE_EQUAL(dumped.size(), 2u);
  for (auto how : dumped)
    CAF_CHECK(how == ec::watermark_not_ready);
}

CAF_TEST(checkpoints are written while the run works) {
  engine x{wish("x", wanted), world};
  std::thread other;
  auto dumped = ec::bad_argument;
  after_first_chunk([&] {
    other = std::thread{[&] { dumped = dump(x, {1, 1}); }};
    for (int i = 0; i < 1000; ++i)
      (void)x.progress();
  });
  world.on_advance = [&](state next) {
    if (next == state::cut_over && other.joinable())
      other.join();
  };
  x.run();
  CAF_CHECK(dumped == ec::none);
}

CAF_TEST(the lock ends with the run) {
  CAF_CHECK(!change(wish("x", wanted)));
  for (const auto& x : std::filesystem::directory_iterator{folder.path()})
    CAF_CHECK_NOT_EQUAL(x.path().extension().string(), ".lock");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_fence_suite
