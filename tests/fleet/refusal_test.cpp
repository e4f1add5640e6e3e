#define CAF_SUITE fleet_refusal
#include "fleet/fixture.hpp"

namespace fleet::test::fleet_refusal_suite {

CAF_TEST_FIXTURE_SCOPE(fleet_refusal_tests, fixture)

using status::ec;
using status::state;

CAF_TEST(tables that cannot be moved in order are refused) {
  const std::vector<std::pair<std::string, std::string>> all{
    {"CREATE TABLE t(a)", "no INTEGER PRIMARY KEY"},
    {"CREATE TABLE t(a TEXT PRIMARY KEY)", "no INTEGER PRIMARY KEY"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY) WITHOUT ROWID",
     "no INTEGER PRIMARY KEY"},
    {"CREATE VIRTUAL TABLE t USING fts5(a)", "virtual"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE UNIQUE INDEX i ON "
     "t(b + 1)",
     "on an expression"},
  };
  for (const auto& [sql, why] : all) {
    fixture each;
    each.fill(1);
    CAF_CHECK_EQUAL(each.write(sql), "");
    CAF_CHECK(fails_with(each.run(), ec::bad_argument, why));
  }
}

CAF_TEST(a database without a table is refused) {
  write("CREATE TABLE gone(a INTEGER PRIMARY KEY); DROP TABLE gone");
  CAF_CHECK(fails_with(run(), ec::bad_argument, "no table"));
}

CAF_TEST(a source that is not there or no database fails) {
  auto what = next_run();
  what.from = folder.file("nowhere.db");
  CAF_CHECK(fails_with(run(what), ec::unavailable, "unable to open"));
  what.from = folder.file("text.db");
  std::FILE* file = std::fopen(what.from.c_str(), "w");
  std::fputs(std::string(5000, 'x').c_str(), file);
  std::fclose(file);
  CAF_CHECK(fails_with(run(what), ec::unavailable, "not a database"));
}

CAF_TEST(a destination that is something else is left alone) {
  fill(1);
  {
    connection made{from}; // just to have its handle closed
  }
  auto other = next_run();
  other.to = folder.file("other.db");
  std::fclose(std::fopen(other.to.c_str(), "w"));
  {
    connection app_of_somebody{other.to};
    app_of_somebody.exec("CREATE TABLE mine(a)");
  }
  CAF_CHECK(fails_with(run(other), ec::checkpoint_collision, "no move's"));
  connection look{other.to};
  CAF_CHECK_EQUAL(look.integer("SELECT count(*) FROM sqlite_schema"), 1);
}

CAF_TEST(a destination of another shard is left alone) {
  fill(5);
  CAF_CHECK(!run());
  auto before = rows(to);
  fixture second;
  second.fill(3);
  second.epoch = 7;
  auto what = second.next_run();
  what.to = to;
  CAF_CHECK(fails_with(second.run(what), ec::checkpoint_collision,
                       "another move, from " + from));
  CAF_CHECK_EQUAL(rows(to), before);
}

CAF_TEST(a shard has one destination) {
  fill(40);
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  auto what = next_run();
  what.to = folder.file("elsewhere.db");
  CAF_CHECK(
    fails_with(run(what), ec::checkpoint_collision, "being moved to " + to));
}

CAF_TEST(a directory that is not there) {
  fill(1);
  auto what = next_run();
  what.to = folder.file("no/such/place.db");
  CAF_CHECK(fails_with(run(what), ec::unavailable, "cannot make"));
}

CAF_TEST(a schema that changes meanwhile is found before the cut-over) {
  fill(20);
  world.on_advance = [&](state x) {
    if (x == state::post_checksum)
      write("ALTER TABLE customers ADD COLUMN more");
  };
  CAF_CHECK(fails_with(run(), ec::mismatched_alter, "schema"));
  CAF_CHECK_EQUAL(write("INSERT INTO notes(text) VALUES('on')"), "");
  world.on_advance = nullptr;
  CAF_CHECK(fails_with(run(), ec::mismatched_alter, "remove"));
}

CAF_TEST(a log that was tampered with is noticed) {
  fill(40);
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  write("DROP TRIGGER _fleet_0_delete");
  CAF_CHECK(fails_with(run(), ec::binlog_not_found, "not there any more"));
}

CAF_TEST(a destination from a backup is noticed) {
  fill(40);
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  write("UPDATE customers SET age = 1");
  write("DELETE FROM _fleet_log WHERE id < 10");
  CAF_CHECK(fails_with(run(), ec::binlog_not_found, "lags behind"));
}

CAF_TEST(a moved shard whose new place is lost is for people) {
  fill(5);
  CAF_CHECK(!run());
  std::remove(to.c_str());
  CAF_CHECK(fails_with(run(), ec::ownership_ambiguous, "which is not there"));
}

CAF_TEST(what was wanted and is garbled is forgotten with a note) {
  fill(40);
  world.on_pause = [] { throw killed{}; };
  CAF_CHECK(is_killed());
  connection{to}.exec("UPDATE _fleet_move SET steering = 'x'");
  CAF_CHECK(is_killed());
  CAF_CHECK_EQUAL(world.notes.size(), 1u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace fleet::test::fleet_refusal_suite
