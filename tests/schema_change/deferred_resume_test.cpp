#define CAF_SUITE schema_change_deferred_resume

#include "precompiled.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_deferred_resume_suite {

using status::ec;
using status::state;

namespace {

struct fixture : test::fixture {
  fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
      "INSERT INTO x SELECT i, i FROM n");
    what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
  }

  /// Runs until the first chunk is copied.
  void begin() {
    world.on_trace = [this](moment when, const std::string& name) {
      world.cancel = when == moment::committed && name == "copy";
      if (world.cancel)
        world.on_trace = nullptr;
    };
    CAF_REQUIRE(test::fails_with(change(what), ec::cancelled, ""));
    world.cancel = false;
    world.states.clear();
  }

  bool waited() const {
    for (auto x : world.states)
      if (x == state::waiting_on_sentinel_table)
        return true;
    return false;
  }

  settings what;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(deferred_resume_tests, fixture)

CAF_TEST(a change that was not deferred can be when it is resumed) {
  begin();
  what.defer_cut_over = true;
  world.on_pause = [this] {
    if (waited() && exists("_status_sentinel"))
      write("DROP TABLE _status_sentinel");
  };
  CAF_CHECK(!change(what));
  CAF_CHECK(waited());
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(who has let the cut-over come is not asked again by a resume) {
  what.defer_cut_over = true;
  begin();
  CAF_CHECK(exists("_status_sentinel"));
  write("DROP TABLE _status_sentinel");
  CAF_CHECK(!change(what));
  CAF_CHECK(!waited());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_deferred_resume_suite
