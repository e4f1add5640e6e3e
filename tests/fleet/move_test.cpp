#define CAF_SUITE fleet_move
#include "fleet/fixture.hpp"

namespace fleet::test::fleet_move_suite {

CAF_TEST_FIXTURE_SCOPE(fleet_move_tests, fixture)

using status::ec;
using status::state;

CAF_TEST(a shard that nobody writes to) {
  fill(100);
  CAF_CHECK(!run());
  CAF_CHECK(moved());
  CAF_CHECK_EQUAL(world.notes.size(), 0u);
  auto last = shown.progress();
  CAF_REQUIRE_EQUAL(last.tables.size(), 2u);
  CAF_CHECK_EQUAL(last.tables.at(0).table, "customers");
  CAF_CHECK_EQUAL(last.tables.at(0).rows_copied, 100u);
  CAF_CHECK_EQUAL(last.tables.at(1).rows_expected, 100u);
  CAF_CHECK(last.tables.at(1).complete);
  CAF_CHECK_EQUAL(last.rows_checked, 200u);
}

CAF_TEST(an empty shard) {
  fill(0);
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

CAF_TEST(the greatest and the least key) {
  fill(0);
  write(
    "INSERT INTO customers(id) VALUES(-9223372036854775808), (0), "
    "(9223372036854775807)");
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

CAF_TEST(all that can be in a column) {
  fill(0);
  write(
    "INSERT INTO customers(name, age) VALUES('', NULL), ('1', '1'), ('2', "
    "1), ('3', 1.0), ('4', x'00ff'), ('5', 1e999)");
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

CAF_TEST(writers between all chunks) {
  fill(100);
  int i = 0;
  world.on_pause = [&] {
    ++i;
    // A changed key, a removed row, one that displaces two others without a
    // word, and names that are exchanged between far and near rows.
    write("UPDATE customers SET id = id + 1000 WHERE id = "
          + std::to_string(i));
    write("DELETE FROM notes WHERE id = " + std::to_string(2 * i));
    write("INSERT OR REPLACE INTO customers(id, name) VALUES("
          + std::to_string(200 - i) + ", 'c" + std::to_string(i + 20) + "')");
    write("UPDATE customers SET name = name || '-' WHERE id IN (61, 99)");
    write("UPDATE OR REPLACE customers SET name = 'c99' WHERE id = "
          + std::to_string(i + 3));
  };
  CAF_CHECK(!run());
  CAF_CHECK(i > 15);
  CAF_CHECK(moved());
  CAF_CHECK_EQUAL(world.notes.size(), 0u); // nothing had to be mended
}

CAF_TEST(more changes than are applied at once) {
  fill(10);
  auto many = true;
  world.on_advance = [&](state x) {
    if (x == state::apply_changeset && std::exchange(many, false))
      write(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 5000) INSERT INTO notes(customer, text) SELECT i, 'x' "
        "FROM n");
  };
  CAF_CHECK(!run());
  CAF_CHECK(moved());
}

CAF_TEST(what was not logged is found and mended) {
  fill(50);
  world.on_advance = [&](state x) {
    if (x != state::checksum)
      return;
    connection here{to};
    here.exec(
      "UPDATE customers SET age = 7 WHERE id = 3; DELETE FROM notes "
      "WHERE id = 50; INSERT INTO notes VALUES(99, 1, 'x')");
  };
  CAF_CHECK(!run());
  CAF_CHECK(moved());
  CAF_REQUIRE_EQUAL(world.notes.size(), 1u);
  CAF_CHECK_EQUAL(world.notes.at(0),
                  "3 rows were not as in the source and "
                  "were mended; all are compared again");
}

CAF_TEST(the states come in their order) {
  fill(1);
  CAF_CHECK(!run());
  const std::vector<state> all{
    state::copy_rows, state::apply_changeset, state::restore_secondary_indexes,
    state::checksum,  state::post_checksum,   state::cut_over,
    state::close,
  };
  CAF_CHECK(world.states == all);
}

CAF_TEST(what belongs to the database goes along) {
  fill(3);
  write(
    "PRAGMA user_version = 7; PRAGMA application_id = 9; DELETE FROM notes");
  CAF_CHECK(!run());
  connection here{to};
  CAF_CHECK_EQUAL(here.integer("PRAGMA user_version"), 7);
  CAF_CHECK_EQUAL(here.integer("PRAGMA application_id"), 9);
  here.exec("INSERT INTO notes(text) VALUES('next')");
  CAF_CHECK_EQUAL(here.integer("SELECT id FROM notes"), 4);
  here.exec("INSERT INTO customers(id) VALUES(9)"); // and its trigger
  CAF_CHECK_EQUAL(here.integer("SELECT count(*) FROM notes"), 2);
}

CAF_TEST(a cancel ends it between two chunks) {
  fill(100);
  int chunks = 0;
  world.on_pause = [&] { world.cancel = ++chunks == 3; };
  CAF_CHECK(fails_with(run(), ec::cancelled, ""));
  CAF_CHECK_EQUAL(chunks, 3);
  world.cancel = false;
  CAF_CHECK(!run());
  CAF_CHECK(moved());
  CAF_CHECK(shown.progress().resumed);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace fleet::test::fleet_move_suite
