#define CAF_SUITE schema_change_index

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_index_suite {

namespace {

struct index_fixture : test::busy_fixture {
  index_fixture() {
    write("CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT, c);"
          + test::numbers(700)
          + "INSERT INTO x SELECT n, 'A' || n, nullif(n % 10, 0), n FROM k");
  }

  std::string indexes() {
    return read(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = "
      "'x' AND sql IS NOT NULL ORDER BY name");
  }

  settings typed() {
    return wish("x",
                "CREATE TABLE x(c TEXT, id INTEGER PRIMARY KEY, b INT, a TEXT "
                "NOT NULL)");
  }

  settings without_c() {
    return wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b "
                "INT)");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(index_tests, index_fixture)

CAF_TEST(indexes of every kind keep their names and texts and work) {
  for (auto first : {false, true}) {
    write(
      "CREATE INDEX \"odd \"\"name\" ON x(a DESC, b COLLATE NOCASE);"
      "create unique index if not exists [one] on x(a COLLATE NOCASE) /* why "
      "*/;"
      "CREATE INDEX part ON x(b) WHERE b > 3 AND a LIKE 'A%';"
      "CREATE INDEX expression ON x(lower(a), b + 1, c);"
      "CREATE UNIQUE INDEX part_one ON x(c) WHERE b IS NOT NULL;"
      "CREATE INDEX texts ON x(b, \"no column\")");
    auto before = indexes();
    always(
      "UPDATE x SET a = a || '.', b = (b + 1) % 9 WHERE id % 50 = 1; DELETE "
      "FROM x WHERE id = (SELECT max(id) FROM x); INSERT OR REPLACE INTO x(a) "
      "SELECT lower(a) FROM x WHERE id = 7");
    auto what = typed();
    what.indexes_first = first;
    CAF_CHECK(changed(what));
    CAF_CHECK_EQUAL(said(), "");
    CAF_CHECK_EQUAL(indexes(), before);
    for (const auto* query :
         {"SELECT count(*) FROM x INDEXED BY \"odd \"\"name\" WHERE a > ''",
          "SELECT count(*) FROM x INDEXED BY [one] WHERE a > '' COLLATE NOCASE",
          "SELECT count(*) FROM x INDEXED BY expression WHERE lower(a) > ''"})
      CAF_CHECK_EQUAL(read(query), read("SELECT count(*) FROM x"));
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM x INDEXED BY part WHERE b > 3 "
                         "AND a LIKE 'A%'"),
                    read("SELECT count(*) FROM x WHERE +b > 3 AND a LIKE "
                         "'A%'"));
    write(
      "DROP INDEX \"odd \"\"name\"; DROP INDEX one; DROP INDEX part; DROP "
      "INDEX expression; DROP INDEX part_one; DROP INDEX texts; CREATE TABLE "
      "y(id INTEGER PRIMARY KEY, a TEXT, b INT, c); INSERT INTO y SELECT id, "
      "a, b, c FROM x; DROP TABLE x; ALTER TABLE y RENAME TO x");
  }
}

CAF_TEST(an index over a column that goes away is refused or dropped) {
  for (const auto* index :
       {"CREATE INDEX lost ON x(c)", "CREATE INDEX lost ON x(a, c DESC)",
        "CREATE INDEX lost ON x(a) WHERE c > 1",
        "CREATE INDEX lost ON x(a || c)", "CREATE INDEX lost ON x(\"c\")",
        "CREATE INDEX lost ON x(a) WHERE \"c\" = 'c'",
        "CREATE UNIQUE INDEX lost ON x(c)"}) {
    write("DROP INDEX IF EXISTS kept; CREATE INDEX kept ON x(b);"
          + std::string{index});
    auto what = without_c();
    // The value is used, so that only the index is at stake.
    what.mapping["a"] = "a || c";
    CAF_CHECK(refused(what, "the index lost cannot be created"));
    what.allow_drop = true;
    CAF_CHECK(changed(what));
    CAF_CHECK(world.noted("the index lost has no place"));
    CAF_CHECK(!exists("lost"));
    CAF_CHECK(exists("kept"));
    write("ALTER TABLE x ADD COLUMN c; UPDATE x SET c = id");
  }
}

CAF_TEST(views keep working and follow the new definition) {
  write(
    "CREATE INDEX by_b ON x(b);"
    "CREATE VIEW by_name AS SELECT a, b FROM x INDEXED BY by_b WHERE b = 3;"
    "CREATE VIEW everything AS SELECT * FROM main.x AS q;"
    "CREATE VIEW nested AS SELECT count(*) AS n FROM (SELECT * FROM everything "
    "JOIN by_name USING (a));"
    "CREATE VIEW deep AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + "
    "1 FROM r WHERE i < (SELECT min(id) + 2 FROM x)) SELECT i FROM r");
  auto views = read("SELECT sql FROM sqlite_schema WHERE type = 'view'");
  always("DELETE FROM x WHERE id = (SELECT min(id) FROM x WHERE b = 3)");
  CAF_CHECK(changed(typed()));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK_EQUAL(read("SELECT sql FROM sqlite_schema WHERE type = 'view'"),
                  views);
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM by_name"), "i65");
  CAF_CHECK_EQUAL(read("SELECT * FROM nested"), "i65");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM deep"), "i3");
  CAF_CHECK_EQUAL(read("SELECT * FROM everything WHERE id = 1"),
                  "t'1' i1 i1 t'A1'");
  write("DROP VIEW nested; DROP VIEW by_name");
  auto what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
  what.allow_drop = true;
  CAF_CHECK(changed(what));
  write(
    "CREATE INDEX by_a ON x(a); CREATE VIEW v AS SELECT id FROM x INDEXED BY "
    "by_a");
  auto none = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY)");
  none.allow_drop = true;
  CAF_CHECK(refused(none, "reading v"));
}

CAF_TEST(statistics of the application are those of the new table) {
  write(
    "CREATE INDEX by_b ON x(b); CREATE TABLE y(a); CREATE INDEX by_y ON "
    "y(a); INSERT INTO y VALUES(1); ANALYZE");
  CAF_CHECK(changed(typed()));
  CAF_CHECK_EQUAL(read("SELECT tbl, idx FROM sqlite_stat1 ORDER BY 1, 2"),
                  "t'x' t'by_b'\nt'y' t'by_y'");
}

CAF_TEST(a full text index over the table goes on) {
  write(
    "CREATE VIRTUAL TABLE f USING fts5(a, content='x', content_rowid='id');"
    "INSERT INTO f(f) VALUES('rebuild');"
    "CREATE TRIGGER f_insert AFTER INSERT ON x BEGIN INSERT INTO f(rowid, a) "
    "VALUES(NEW.id, NEW.a); END;"
    "CREATE TRIGGER f_delete AFTER DELETE ON x BEGIN INSERT INTO f(f, rowid, "
    "a) "
    "VALUES('delete', OLD.id, OLD.a); END");
  always(
    "INSERT INTO x(a) VALUES('needle'); DELETE FROM x WHERE id = (SELECT "
    "min(id) FROM x)");
  CAF_CHECK(changed(typed()));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM f WHERE f MATCH 'needle'"), "i5");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM f WHERE f MATCH 'A1'"), "i0");
  write("INSERT INTO f(f) VALUES('integrity-check')");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_index_suite
