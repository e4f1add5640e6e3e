#define CAF_SUITE schema_change_stored

#include "caf/test/unit_test.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_stored_suite {

using status::ec;

namespace {

constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL)";

/// A change that was cancelled when its first rows were copied.
struct stored_fixture : test::fixture {
  stored_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "3000) INSERT INTO x SELECT i, 'a' || i FROM n");
    world.on_trace = [this](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy")
        world.cancel = true;
    };
    CAF_REQUIRE(test::fails_with(change(wish("x", wanted)), ec::cancelled, ""));
    world.on_trace = nullptr;
    world.cancel = false;
  }

  /// Spoils the stored row, and says whether a start refuses it for this reason
  /// and leaves it alone.
  bool refused(const std::string& spoiled, const std::string& why) {
    write("UPDATE _status_checkpoint SET " + spoiled);
    auto before = read("SELECT * FROM _status_checkpoint");
    auto problem = change(wish("x", wanted));
    return problem && problem->after() == leftovers::untouched
           && std::string{problem->what()}.find(why) != std::string::npos
           && read("SELECT * FROM _status_checkpoint") == before;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(stored_tests, stored_fixture)

CAF_TEST(a checkpoint of another version is refused) {
  CAF_CHECK(refused("version = 3", "has version 3"));
  CAF_CHECK(refused("version = 1", "has version 1"));
  CAF_CHECK(refused("version = 0", "has version 0"));
}

CAF_TEST(a checkpoint of an unknown phase is refused) {
  CAF_CHECK(refused("phase = 'walking'", "its phase is unknown"));
}

CAF_TEST(a position that cannot be read is refused) {
  CAF_CHECK(refused("copied = 'i1,x'", "no key"));
}

CAF_TEST(6.8 what operators want is refused if it cannot be read) {
  for (const auto* x : {"'{'", "'[]'", "'hold'", "x'00ff'", "7"})
    CAF_CHECK(refused(std::string{"steering = "} + x,
                      "what operators want cannot be read"));
}

CAF_TEST(6.8 a checkpoint of the version before wants nothing) {
  auto sql = read(
               "SELECT sql FROM sqlite_schema WHERE name = "
               "'_status_checkpoint'")
               .substr(2); // it is quoted
  auto end = sql.find(", -- UTC");
  CAF_REQUIRE_NOT_EQUAL(end, std::string::npos);
  write(
    "CREATE TEMP TABLE t AS SELECT * FROM _status_checkpoint; ALTER TABLE "
    "t DROP COLUMN steering; UPDATE t SET version = 1; DROP TABLE "
    "_status_checkpoint;"
    + sql.substr(0, end)
    + " -- UTC\n); INSERT INTO _status_checkpoint SELECT * FROM t");
  CAF_CHECK(refused("version = 2", "has version 2"));
  write("UPDATE _status_checkpoint SET version = 1");
  auto before = read("SELECT copied FROM _status_checkpoint");
  world.on_advance = [&](status::state next) {
    if (next != status::state::copy_rows)
      return;
    CAF_CHECK_EQUAL(read("SELECT copied FROM _status_checkpoint"), before);
    CAF_CHECK_EQUAL(read("SELECT version, steering FROM _status_checkpoint"),
                    "i2 t''");
  };
  auto what = wish("x", wanted);
  what.resume = resume_mode::require;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(world.wanted().version, 0u);
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(what is stored is enough to go on) {
  CAF_CHECK(!change(wish("x", wanted)));
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_stored_suite
