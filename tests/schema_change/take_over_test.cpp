#define CAF_SUITE schema_change_take_over

#include "caf/test/unit_test.hpp"

#include "schema_change/checkpoint_store.hpp"
#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_take_over_suite {

using status::ec;

namespace {

// One more column, which the rehearsal notes.
constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b TEXT)";

/// A host that lets something happen between reading the checkpoint and owning
/// it: the rehearsal has something to note then.
class interrupted_host : public test::fake_host {
public:
  void note(level how, std::string text, fields details) override {
    test::fake_host::note(how, std::move(text), std::move(details));
    if (auto once = std::exchange(meanwhile, nullptr))
      once();
  }

  std::function<void()> meanwhile;
};

struct take_over_fixture : test::fixture {
  take_over_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "3000) INSERT INTO x SELECT i, 'a' || i FROM n");
  }

  /// Ends `by` after its first chunk, as a crash would.
  static void crash_early(test::fake_host& by) {
    by.on_trace = [](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy")
        throw test::crash{};
    };
  }

  /// Another run takes over, and is still at work.
  void taken_over() {
    crash_early(other);
    auto what = wish("x", wanted);
    what.take_over = true;
    try {
      newer = std::make_unique<engine>(what, other);
      newer->run();
    } catch (const test::crash&) {
      // It is not over before `newer` goes.
    }
  }

  std::optional<failure> change_with(host& by) {
    engine x{wish("x", wanted), by};
    return test::outcome(x);
  }

  std::vector<std::string> ours(const std::string& kind) {
    std::vector<std::string> result;
    auto rows = app->prepare(
      "SELECT name FROM sqlite_schema WHERE type = ? AND name LIKE '^_%' "
      "ESCAPE '^'");
    rows.bind({kind});
    while (rows.step())
      result.emplace_back(rows.text(0));
    return result;
  }

  std::string owner() {
    return read("SELECT epoch, owner FROM _status_checkpoint");
  }

  test::fake_host other;
  std::unique_ptr<engine> newer;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(take_over_tests, take_over_fixture)

CAF_TEST(a run does not take a change back from the run that took it over) {
  crash_early(world);
  CAF_CHECK(crashed(wish("x", wanted)));
  interrupted_host slow;
  std::string after;
  slow.meanwhile = [&] {
    taken_over();
    after = owner();
  };
  auto problem = change_with(slow);
  CAF_CHECK(test::fails_with(problem, ec::fenced, "taken over"));
  CAF_CHECK(problem && problem->after() == leftovers::foreign);
  CAF_CHECK_EQUAL(owner(), after);
}

CAF_TEST(a run that was taken over before it began says so) {
  interrupted_host slow;
  slow.meanwhile = [&] { taken_over(); };
  auto problem = change_with(slow);
  CAF_CHECK(test::fails_with(problem, ec::fenced, "wrote nothing"));
  CAF_CHECK(exists("_x_new"));
}

// Most of what is read for the cut-over is read before its transaction.
CAF_TEST(a run that finds its change finished by another one says so) {
  for (auto where : {status::state::analyze_table, status::state::checksum,
                     status::state::post_checksum, status::state::cut_over}) {
    test::fixture x;
    x.write("CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
    test::fake_host newer;
    auto what = x.wish("x", wanted);
    what.take_over = true;
    x.world.on_advance = [&](status::state next) {
      if (next != where)
        return;
      x.world.on_advance = nullptr;
      engine by{what, newer};
      CAF_CHECK(!test::outcome(by));
    };
    auto problem = x.change(x.wish("x", wanted));
    CAF_CHECK(test::fails_with(problem, ec::fenced, "taken over"));
    CAF_CHECK(problem && problem->after() == leftovers::foreign);
    CAF_CHECK_EQUAL(x.leftovers(), 0);
  }
}

CAF_TEST(what was finished in the meantime cannot be claimed) {
  stored_run gone;
  gone.table = "x";
  gone.owner = "somebody";
  try {
    checkpoint_store::claim(*app, gone);
    CAF_ERROR("it was claimed");
  } catch (const failure& e) {
    CAF_CHECK(e.code() == ec::fenced);
  }
}

CAF_TEST(what vanishes while a run begins is read again) {
  crash_early(world);
  CAF_CHECK(crashed(wish("x", wanted)));
  interrupted_host slow;
  slow.meanwhile = [&] {
    for (const auto* kind : {"trigger", "table"})
      for (const auto& name : ours(kind))
        write("DROP " + std::string{kind} + " "
              + schema_change::in_quotes(name));
  };
  CAF_CHECK(!change_with(slow));
  CAF_CHECK(!slow.meanwhile);
  CAF_CHECK_EQUAL(read("SELECT count(b), count(*) FROM x"), "i0 i3000");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_take_over_suite
