#define CAF_SUITE schema_change_change

#include "caf/test/unit_test.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_change_suite {

using status::ec;
using status::state;

CAF_TEST_FIXTURE_SCOPE(change_tests, test::fixture)

CAF_TEST(a change keeps every row and leaves nothing behind) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT);"
    "CREATE INDEX by_a ON x(a);"
    "INSERT INTO x VALUES(1, '7', 2), (3, '8.5', NULL), (-4, 'no', 1)");
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, a NUMERIC, "
                   "b INT NOT NULL DEFAULT 9, c TEXT DEFAULT 'new')");
  what.mapping["b"] = "ifnull(b, -1)";
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY id"),
                  "i-4 t'no' i1 t'new'\ni1 i7 i2 t'new'\ni3 r8.5 i-1 t'new'");
  CAF_CHECK_EQUAL(read("SELECT id FROM x INDEXED BY by_a WHERE a = 7"), "i1");
  CAF_CHECK_EQUAL(leftovers(), 0);
  CAF_CHECK(sound());
}

CAF_TEST(the states come in their order) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a)");
  CAF_CHECK(
    !change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)")));
  std::vector<state> expected{state::copy_rows,
                              state::apply_changeset,
                              state::restore_secondary_indexes,
                              state::analyze_table,
                              state::checksum,
                              state::post_checksum,
                              state::cut_over,
                              state::close};
  CAF_CHECK(world.states == expected);
}

CAF_TEST(the new definition is stored as it was written) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a)");
  CAF_CHECK(!change(wish("x",
                         "create table if not exists x ( id integer "
                         "primary key, a -- why\n, check (x.a > 0))")));
  CAF_CHECK_EQUAL(app->text("SELECT sql FROM sqlite_schema WHERE name = 'x'"),
                  "CREATE TABLE x ( id integer primary key, a -- why\n, check "
                  "(x.a > 0))");
}

CAF_TEST(a composite key in a table without rowid can become another one) {
  write(
    "CREATE TABLE x(a TEXT, b INT, c, PRIMARY KEY(a, b)) WITHOUT ROWID;"
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    "INSERT INTO x SELECT 'k' || (i % 7), i, i * i FROM n");
  auto before = read("SELECT b, a, c FROM x ORDER BY b");
  CAF_CHECK(!change(wish("x",
                         "CREATE TABLE x(b INT, a TEXT, c, PRIMARY KEY(b "
                         "DESC, a)) WITHOUT ROWID")));
  CAF_CHECK_EQUAL(read("SELECT b, a, c FROM x ORDER BY b"), before);
  CAF_CHECK(sound());
}

CAF_TEST(a table with a key can become one with another key and back) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, tenant INT NOT NULL, v TEXT);"
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
    "INSERT INTO x SELECT i, i % 5, 'v' || i FROM n");
  auto before = read("SELECT * FROM x ORDER BY id");
  CAF_CHECK(!change(wish("x",
                         "CREATE TABLE x(id INT NOT NULL UNIQUE, tenant "
                         "INT, v TEXT, PRIMARY KEY(tenant, id)) WITHOUT "
                         "ROWID")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY id"), before);
  CAF_CHECK(!change(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, tenant "
                         "INT NOT NULL, v TEXT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY id"), before);
  CAF_CHECK(sound());
}

CAF_TEST(a key whose type changes is found again) {
  write(
    "CREATE TABLE x(id TEXT PRIMARY KEY, v);"
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
    "INSERT INTO x SELECT i, i FROM n");
  auto once = true;
  world.on_trace = [&](moment when, const std::string& what) {
    if (std::exchange(once, once && what != "copy") != once)
      return;
    if (when == moment::committed && what == "copy")
      write(
        "UPDATE x SET v = 'u' WHERE id = '77'; DELETE FROM x WHERE id = "
        "'9'; INSERT INTO x VALUES('100000', 'n')");
    if (when == moment::committed && what == "copy")
      world.on_trace = nullptr;
  };
  CAF_CHECK(!change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, v)")));
  CAF_CHECK_EQUAL(read("SELECT count(*), sum(id) FROM x"), "i2000 i2100991");
  CAF_CHECK_EQUAL(read("SELECT * FROM x WHERE id IN (9, 77, 100000)"),
                  "i77 t'u'\ni100000 t'n'");
  CAF_CHECK(sound());
}

CAF_TEST(a key that does not survive its new type fails the run) {
  write(
    "CREATE TABLE x(id TEXT PRIMARY KEY, v); INSERT INTO x VALUES('7', 1), "
    "('007', 2)");
  CAF_CHECK(test::fails_with(
    change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, v)")),
    ec::bad_argument, "'007'"));
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i2");
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(a table that is already as wanted is left alone) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a)");
  CAF_CHECK(!change(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a)")));
  CAF_CHECK(world.noted("already has the wanted definition"));
  CAF_CHECK(world.states == std::vector<state>{state::close});
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_change_suite
