#define CAF_SUITE schema_change_new_foreign_key

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_new_foreign_key_suite {

namespace {

using test::stage;

struct new_foreign_key_fixture : test::busy_fixture {
  /// A table of 1200 rows that refer to 300 parents.
  void begin(const std::string& parent_key = "id INTEGER PRIMARY KEY",
             const std::string& reference = "p INT") {
    write(
      "DROP TABLE IF EXISTS x; DROP TABLE IF EXISTS parent;"
      "CREATE TABLE parent("
      + parent_key + ", email TEXT UNIQUE);" + test::numbers(300)
      + "INSERT INTO parent SELECT n, 'e' || n FROM k;"
        "CREATE TABLE x(id INTEGER PRIMARY KEY, "
      + reference + ");" + test::numbers(1200)
      + "INSERT INTO x SELECT n, n % 300 + 1 FROM k");
  }

  settings linked(const std::string& reference
                  = "p INT REFERENCES parent(id)") {
    return wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY, " + reference + ")");
  }

  /// Whether the change is undone because of this write at this moment.
  bool orphaned(stage when, const std::string& sql, const settings& what) {
    at(when, sql);
    auto good = undone(what, "refers to no row of");
    if (!good)
      CAF_MESSAGE("it said: " << said());
    return good && read("SELECT count(*) FROM x") == "i1200";
  }
};

constexpr stage moments[] = {stage::begun, stage::copying, stage::copied,
                             stage::checked, stage::swapping};

} // namespace

CAF_TEST_FIXTURE_SCOPE(new_foreign_key_tests, new_foreign_key_fixture)

CAF_TEST(a parent that goes away at any moment undoes the change) {
  for (const auto* sql :
       {"DELETE FROM parent WHERE id = 77", "DELETE FROM parent WHERE id > 100",
        "UPDATE parent SET id = 5000 WHERE id = 77",
        "UPDATE parent SET rowid = 5000 WHERE id = 77",
        "INSERT OR REPLACE INTO parent VALUES(5000, 'e77')",
        "UPDATE OR REPLACE parent SET email = 'e77' WHERE id = 78",
        "UPDATE OR REPLACE parent SET id = 78 WHERE id = 77"})
    for (auto when : moments) {
      begin();
      CAF_CHECK(orphaned(when, sql, linked()));
    }
}

CAF_TEST(a parent that nobody refers to or that comes back may go) {
  begin();
  write("DELETE FROM x WHERE p IN (7, 8, 9)");
  int step = 6;
  for (auto when : {stage::copied, stage::checked, stage::swapping}) {
    auto i = std::to_string(++step);
    at(when, "DELETE FROM parent WHERE id = " + i
               + "; DELETE FROM parent WHERE id = 50; INSERT INTO parent "
                 "VALUES(50, 'new'); DELETE FROM x WHERE p = 90 + "
               + i + "; DELETE FROM parent WHERE id = 90 + " + i
               + "; INSERT OR REPLACE INTO parent VALUES(60, 'e60')");
  }
  CAF_CHECK(changed(linked()));
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM parent"), "i294");
  write("PRAGMA foreign_keys=ON");
  auto refused_now = false;
  try {
    write("DELETE FROM parent WHERE id = 50");
  } catch (const sqlite_error& e) {
    refused_now = e.constraint();
  }
  CAF_CHECK(refused_now);
}

CAF_TEST(a row that is given a parent that is not there undoes the change) {
  for (auto when : moments) {
    begin();
    CAF_CHECK(
      orphaned(when, "UPDATE x SET p = 4711 WHERE id = 1000", linked()));
  }
}

CAF_TEST(a new foreign key compares as SQLite does) {
  begin("id TEXT COLLATE NOCASE PRIMARY KEY", "p");
  write(
    "UPDATE parent SET id = 'A' || id; UPDATE x SET p = 'a' || p;"
    "INSERT INTO parent VALUES('7', ''), ('07', '07');"
    "UPDATE x SET p = 7 WHERE id = 1; UPDATE x SET p = '07' WHERE id = 2");
  auto what = linked("p REFERENCES parent(id)");
  for (auto when : {stage::copied, stage::checked, stage::swapping})
    for (const auto* gone : {"'7'", "'07'", "'A77'"}) {
      CAF_CHECK(orphaned(
        when, "DELETE FROM parent WHERE id = " + std::string{gone}, what));
      write("INSERT INTO parent VALUES(" + std::string{gone} + ", "
            + (gone == std::string{"'7'"} ? "''" : gone) + ")");
    }
  CAF_CHECK(changed(what));
}

CAF_TEST(text that looks like the number of a parent refers to it) {
  begin("id INTEGER PRIMARY KEY", "p TEXT");
  write("UPDATE x SET p = '0' || p; UPDATE x SET p = p || '.0' WHERE id > 600");
  auto what = linked("p TEXT REFERENCES parent(id)");
  for (auto when : {stage::copied, stage::checked, stage::swapping}) {
    CAF_CHECK(orphaned(when, "DELETE FROM parent WHERE id = 77", what));
    write("INSERT INTO parent VALUES(77, 'e77')");
  }
  CAF_CHECK(changed(what));
}

CAF_TEST(a parent key of several columns is watched) {
  write(
    "CREATE TABLE parent(a TEXT, b INT, v, UNIQUE(a, b));"
    "INSERT INTO parent VALUES('k', 1, 1), ('k', 2, 1), ('k', NULL, 1);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, b INT, a TEXT);"
    "INSERT INTO x VALUES(1, 1, 'k'), (2, 2, 'k'), (3, NULL, 'none')");
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, b INT, a TEXT, "
                   "FOREIGN KEY(a, b) REFERENCES parent(a, b))");
  for (auto when : {stage::checked, stage::swapping}) {
    at(when, "UPDATE parent SET b = 3 WHERE b = 2");
    CAF_CHECK(undone(what, "id=2 of x refers to no row of parent"));
    write("UPDATE parent SET b = 2 WHERE b = 3");
  }
  at(stage::checked,
     "UPDATE parent SET v = 2; DELETE FROM parent WHERE b IS "
     "NULL");
  CAF_CHECK(changed(what));
}

CAF_TEST(a table that is to refer to itself is watched) {
  auto start = [this] {
    write(
      "DROP TABLE IF EXISTS x; CREATE TABLE x(id INTEGER PRIMARY KEY, up "
      "INT);"
      + test::numbers(1200) + "INSERT INTO x SELECT n, (n + 1) / 2 FROM k");
  };
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, up INT REFERENCES "
                   "x(id))");
  for (auto when : moments)
    for (const auto* sql :
         {"DELETE FROM x WHERE id = 300",
          "UPDATE x SET id = 9000 WHERE id = 300",
          "UPDATE OR REPLACE x SET id = 301 WHERE id = 300"}) {
      start();
      at(when, sql);
      CAF_CHECK(undone(what, "of x refers to no row of x"));
    }
  start();
  always(
    "DELETE FROM x WHERE id = (SELECT max(id) FROM x); UPDATE x SET up = id "
    "WHERE id < 9");
  CAF_CHECK(changed(what));
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i1195");
}

CAF_TEST(a resumed run sees the parents that went while nobody ran) {
  begin();
  for (const auto* sql : {"DELETE FROM parent WHERE id = 2",
                          "UPDATE x SET p = 4711 WHERE id = 2", ""}) {
    auto last = world.on_advance;
    world.on_advance = [&](status::state next) {
      if (next == status::state::post_checksum)
        throw test::crash{};
    };
    CAF_CHECK(crashed(linked()));
    world.on_advance = last;
    write(sql);
    if (*sql == '\0') {
      CAF_CHECK(changed(linked()));
    } else {
      CAF_CHECK(test::fails_with(change(linked()), status::ec::bad_argument,
                                 "refers to no row of parent"));
      CAF_CHECK_EQUAL(leftovers(), 0);
      begin();
    }
  }
}

CAF_TEST(an index of the application serves a new foreign key) {
  begin();
  write("CREATE INDEX by_p ON x(p)");
  for (auto first : {false, true}) {
    auto what = linked();
    what.indexes_first = first;
    world.on_trace = [&](moment, const std::string& name) {
      if (name == "checksum" || name == "cut_over")
        CAF_CHECK(!exists("_x_new_fk1"));
    };
    CAF_CHECK(
      orphaned(stage::swapping, "DELETE FROM parent WHERE id = 7", what));
    write("INSERT INTO parent VALUES(7, 'e7')");
  }
}

CAF_TEST(nobody is kept from deleting a parent before the cut-over) {
  begin();
  write("PRAGMA foreign_keys=ON; DELETE FROM x WHERE p < 5");
  auto what = linked("p INT REFERENCES parent(id) ON DELETE CASCADE");
  at(stage::copied, "DELETE FROM parent WHERE id = 1");
  at(stage::checked, "DELETE FROM parent WHERE id = 2");
  CAF_CHECK(changed(what));
  write("DELETE FROM parent WHERE id = 100");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x WHERE p = 100"), "i0");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_new_foreign_key_suite
