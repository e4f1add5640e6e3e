#define CAF_SUITE schema_change_resume

#include "caf/test/unit_test.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_resume_suite {

using status::ec;
using status::state;

namespace {

constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL)";

struct resume_fixture : test::fixture {
  resume_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT);"
      "CREATE INDEX by_a ON x(a);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "3000) INSERT INTO x SELECT i, 'a' || i FROM n");
  }

  /// Leaves a change behind that was ended in the middle of its copy.
  void leave_unfinished() {
    auto chunks = 0;
    world.on_trace = [&](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy" && ++chunks == 2)
        throw test::crash{};
    };
    CAF_REQUIRE(crashed(wish("x", wanted)));
    world.on_trace = nullptr;
    world.states.clear();
    kept_ = kept();
  }

  /// What is left of the unfinished change.
  std::string kept() {
    return read(
      "SELECT count(*), max(id), (SELECT copied FROM "
      "_status_checkpoint), (SELECT epoch FROM _status_checkpoint) "
      "FROM _x_new");
  }

  /// Whether a start is refused for this reason, with nothing touched.
  bool refused(const settings& what, ec code, const std::string& part) {
    auto problem = change(what);
    return test::fails_with(problem, code, part)
           && test::fails_with(problem, code, "--resume=never")
           && problem->after() == leftovers::untouched && kept() == kept_
           && world.states.empty();
  }

  bool finished() {
    return read("SELECT count(*), sum(id), min(a), max(a) FROM x")
             == "i3000 i4501500 t'a1' t'a999'"
           && leftovers() == 0 && sound();
  }

  int copies() {
    auto result = 0;
    world.on_trace = [&result](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy")
        ++result;
    };
    CAF_CHECK(!change(wish("x", wanted)));
    return result;
  }

private:
  std::string kept_;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(resume_tests, resume_fixture)

CAF_TEST(a second start goes on where the first one ended) {
  leave_unfinished();
  engine second{wish("x", wanted), world};
  second.run();
  CAF_CHECK(second.progress().resumed);
  CAF_CHECK_EQUAL(second.progress().run, 2u);
  CAF_CHECK(finished());
}

CAF_TEST(a copy that was complete is not begun again) {
  world.on_advance = [](state next) {
    if (next == state::checksum)
      throw test::crash{};
  };
  CAF_CHECK(crashed(wish("x", wanted)));
  world.on_advance = nullptr;
  world.states.clear();
  CAF_CHECK_EQUAL(copies(), 0);
  CAF_CHECK(world.states.front() == state::apply_changeset);
  CAF_CHECK(finished());
}

CAF_TEST(another statement or mapping is refused) {
  leave_unfinished();
  CAF_CHECK(refused(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a ANY)"),
                    ec::mismatched_alter, "another statement or mapping"));
  auto mapped = wish("x", wanted);
  mapped.mapping["a"] = "a || '!'";
  CAF_CHECK(refused(mapped, ec::mismatched_alter, "another statement"));
}

CAF_TEST(another table is refused) {
  leave_unfinished();
  write("ALTER TABLE x ADD COLUMN late");
  CAF_CHECK(
    refused(wish("x", wanted), ec::mismatched_alter, "definition of x"));
}

CAF_TEST(another index is refused) {
  leave_unfinished();
  write("CREATE UNIQUE INDEX late ON x(a)");
  CAF_CHECK(
    refused(wish("x", wanted), ec::mismatched_alter, "definition of x"));
}

CAF_TEST(a checkpoint that is too old is refused) {
  leave_unfinished();
  write("UPDATE _status_checkpoint SET written_at = '2001-01-01T00:00:00Z'");
  CAF_CHECK(refused(wish("x", wanted), ec::checkpoint_too_old,
                    "old, the limit is 168h0m0s"));
}

CAF_TEST(the limit of the age can be any time) {
  leave_unfinished();
  write(
    "UPDATE _status_checkpoint SET written_at = "
    "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-40 minutes')");
  auto what = wish("x", wanted);
  what.max_checkpoint_age = std::chrono::minutes{30};
  CAF_CHECK(refused(what, ec::checkpoint_too_old, "the limit is 30m0s"));
  what.max_checkpoint_age = std::chrono::minutes{90};
  CAF_CHECK(!change(what));
  CAF_CHECK(finished());
}

CAF_TEST(a checkpoint from the future is as good as a new one) {
  leave_unfinished();
  write("UPDATE _status_checkpoint SET written_at = '2101-01-01T00:00:00Z'");
  CAF_CHECK(!change(wish("x", wanted)));
  CAF_CHECK(world.noted("in the future"));
  CAF_CHECK(finished());
}

CAF_TEST(a change position that is gone is refused) {
  for (const auto* loss :
       {"DROP TABLE _x_chg", "DROP TRIGGER _x_chg_delete",
        "DROP TRIGGER _x_chg_insert; CREATE TRIGGER _x_chg_insert AFTER INSERT "
        "ON x BEGIN SELECT 1; END",
        "DELETE FROM _x_chg; UPDATE _status_checkpoint SET change = 1"}) {
    leave_unfinished();
    write(loss);
    CAF_CHECK(refused(wish("x", wanted), ec::binlog_not_found, "is gone"));
    auto anew = wish("x", wanted);
    anew.resume = resume_mode::never;
    anew.statement = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)";
    CAF_CHECK(!change(anew));
    world.states.clear();
  }
}

CAF_TEST(a start that never resumes begins anew) {
  leave_unfinished();
  auto anew = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a ANY) STRICT");
  anew.resume = resume_mode::never;
  engine second{anew, world};
  second.run();
  CAF_CHECK(!second.progress().resumed);
  CAF_CHECK_EQUAL(second.progress().run, 1u);
  CAF_CHECK(finished());
}

CAF_TEST(a start that is refused gives nothing up) {
  leave_unfinished();
  write("CREATE VIEW v AS SELECT a FROM x");
  auto anew = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY)");
  anew.resume = resume_mode::never;
  auto before = read("SELECT * FROM _status_checkpoint");
  for (auto allowed : {true, false}) {
    anew.allow_drop = allowed;
    auto end = change(anew);
    CAF_CHECK(test::fails_with(end, ec::bad_argument,
                               allowed ? "reading v" : "--allow-drop"));
    CAF_CHECK(end && end->after() == schema_change::leftovers::untouched);
  }
  CAF_CHECK_EQUAL(read("SELECT * FROM _status_checkpoint"), before);
  write("DROP VIEW v");
  CAF_CHECK(!change(wish("x", wanted)));
  CAF_CHECK(finished());
}

CAF_TEST(a start that is refused too late says that the copy is gone) {
  leave_unfinished();
  auto commits = 0;
  world.on_trace = [&](moment when, const std::string& of) {
    if (when == moment::committed && of == "discard" && ++commits == 2)
      write("CREATE TABLE _x_chg(mine)");
  };
  auto anew = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a ANY) STRICT");
  anew.resume = resume_mode::never;
  auto end = change(anew);
  CAF_CHECK(test::fails_with(end, ec::bad_argument, "is taken"));
  CAF_CHECK(end && end->after() == schema_change::leftovers::removed);
}

CAF_TEST(a start that must resume needs something to resume) {
  auto again = wish("x", wanted);
  again.resume = resume_mode::require;
  CAF_CHECK(test::fails_with(change(again), ec::bad_argument, "to resume"));
  leave_unfinished();
  CAF_CHECK(!change(again));
  CAF_CHECK(finished());
}

CAF_TEST(after the cut-over a start only removes the old table) {
  world.on_advance = [](state next) {
    if (next == state::close)
      throw test::crash{};
  };
  CAF_CHECK(crashed(wish("x", wanted)));
  CAF_CHECK(exists("_x_old"));
  write("INSERT INTO x VALUES(3001, 'after')");
  world.on_advance = nullptr;
  world.states.clear();
  CAF_CHECK_EQUAL(copies(), 0);
  CAF_CHECK(world.states == std::vector<state>{state::close});
  write("DELETE FROM x WHERE id = 3001");
  CAF_CHECK(finished());
}

CAF_TEST(after the cut-over another change begins once the first is finished) {
  world.on_advance = [](state next) {
    if (next == state::close)
      throw test::crash{};
  };
  CAF_CHECK(crashed(wish("x", wanted)));
  world.on_advance = nullptr;
  CAF_CHECK(!change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a)")));
  CAF_CHECK(finished());
}

CAF_TEST(a cancelled run keeps what it has) {
  world.on_trace
    = [&](moment, const std::string& what) { world.cancel = what == "copy"; };
  auto problem = change(wish("x", wanted));
  CAF_CHECK(test::fails_with(problem, ec::cancelled, "cancelled"));
  CAF_CHECK(problem->after() == leftovers::resumable);
  world.cancel = false;
  world.on_trace = nullptr;
  CAF_CHECK(!change(wish("x", wanted)));
  CAF_CHECK(finished());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_resume_suite
