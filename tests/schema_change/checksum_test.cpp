#define CAF_SUITE schema_change_checksum

#include "precompiled.hpp"

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_checksum_suite {

using status::ec;
using status::state;

namespace {

struct fixture : test::fixture {
  fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
      "INSERT INTO x SELECT i, 'a' || i, i FROM n");
    what = wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL "
                "UNIQUE, b)");
  }

  /// Tampers with the shadow right before it is compared.
  std::optional<failure> tampered(const std::string& sql) {
    world.on_advance = [this, sql](state next) {
      if (next == state::checksum)
        write(sql);
    };
    engine x{what, world};
    auto result = test::outcome(x);
    repaired = x.numbers().rows_repaired;
    checked = x.numbers().rows_checked;
    return result;
  }

  bool right() {
    return read(
             "SELECT count(*), sum(id), sum(b), sum(a = 'a' || id), "
             "sum(typeof(b) = 'integer') FROM x")
             == "i2000 i2001000 i2001000 i2000 i2000"
           && leftovers() == 0 && sound();
  }

  bool intact() {
    return right()
           && read("SELECT sql FROM sqlite_schema WHERE name = 'x'")
                == "t'CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b)'";
  }

  settings what;
  uint64_t repaired = 0;
  uint64_t checked = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(checksum_tests, fixture)

CAF_TEST(a copy that nobody touched is equal) {
  CAF_CHECK(!tampered("SELECT 1"));
  CAF_CHECK_EQUAL(repaired, 0u);
  CAF_CHECK_EQUAL(checked, 2000u);
  CAF_CHECK(!world.noted("differ"));
  CAF_CHECK(right());
}

CAF_TEST(rows that differ are copied again and compared again) {
  CAF_CHECK(
    !tampered("UPDATE _x_new SET a = 'other' || id WHERE id IN (3, "
              "1700)"));
  CAF_CHECK_EQUAL(repaired, 2u);
  CAF_CHECK(world.noted("differ from x"));
  CAF_CHECK(right());
}

CAF_TEST(rows that are missing are copied again) {
  CAF_CHECK(!tampered("DELETE FROM _x_new WHERE id IN (1, 900, 2000)"));
  CAF_CHECK_EQUAL(repaired, 3u);
  CAF_CHECK(right());
}

CAF_TEST(rows too many are removed wherever they are) {
  CAF_CHECK(
    !tampered("INSERT INTO _x_new VALUES(-5, 'before', 0), (9999, "
              "'behind', 0)"));
  CAF_CHECK_EQUAL(repaired, 2u);
  CAF_CHECK(right());
}

CAF_TEST(a value of another type differs though it is equal) {
  CAF_CHECK(
    !tampered("UPDATE _x_new SET b = 1.0 * b WHERE id = 10;"
              "UPDATE _x_new SET b = NULL WHERE id = 11"));
  CAF_CHECK_EQUAL(repaired, 2u);
  CAF_CHECK(right());
}

CAF_TEST(a row under another key is brought back to its own) {
  for (const auto* sql :
       {"UPDATE _x_new SET id = 9999 WHERE id = 2000",
        "UPDATE _x_new SET id = -1 WHERE id = 1",
        "UPDATE _x_new SET id = -1, a = 'free' WHERE id = 1"}) {
    fixture x;
    auto problem = x.tampered(sql);
    CAF_CHECK_EQUAL(problem ? problem->what() : "", std::string{});
    CAF_CHECK(x.right());
  }
}

// Only a look at the whole copy could tell where it has gone.
CAF_TEST(a row in the way of a repair is no fault of the table) {
  auto problem = tampered("UPDATE _x_new SET id = 9999 WHERE id = 2");
  CAF_CHECK(
    test::fails_with(problem, ec::mismatched_alter, "still differs after"));
  CAF_CHECK(problem && problem->after() == leftovers::removed);
  CAF_CHECK(intact());
}

CAF_TEST(values that two rows have exchanged are put right) {
  CAF_CHECK(
    !tampered("UPDATE _x_new SET a = 'free' WHERE id = 1;"
              "UPDATE _x_new SET a = 'a1' WHERE id = 2;"
              "UPDATE _x_new SET a = 'a2' WHERE id = 1"));
  CAF_CHECK(right());
}

CAF_TEST(a copy that still differs is given up with the table as it was) {
  // What is copied again is tampered with again.
  auto problem = tampered(
    "UPDATE _x_new SET a = 'wrong' WHERE id = 42;"
    "CREATE TRIGGER again AFTER INSERT ON _x_new BEGIN "
    "UPDATE _x_new SET a = 'wrong' || id WHERE id = NEW.id; END");
  CAF_CHECK(
    test::fails_with(problem, ec::mismatched_alter, "still differs after"));
  CAF_CHECK(test::fails_with(problem, ec::mismatched_alter, "id=42"));
  CAF_REQUIRE(problem.has_value());
  CAF_CHECK(problem->after() == leftovers::removed);
  CAF_CHECK(problem->safe_to_rerun());
  CAF_CHECK_EQUAL(world.notes.size(), 1u); // one repair, not more
  CAF_CHECK(intact());
  world.on_advance = nullptr;
  CAF_CHECK(!change(what));
  CAF_CHECK(right());
}

CAF_TEST(a chunk that was verified is not compared again by a resume) {
  world.on_trace = [this](moment when, const std::string& name) {
    world.cancel
      = world.cancel || (when == moment::committed && name == "checksum");
  };
  CAF_CHECK(test::fails_with(change(what), ec::cancelled, ""));
  auto before = app->integer("SELECT rows_checked FROM _status_checkpoint");
  CAF_CHECK_GREATER(before, 0);
  CAF_CHECK_LESS(before, 2000);
  world.cancel = false;
  world.on_trace = nullptr;
  engine x{what, world};
  CAF_CHECK(!test::outcome(x));
  CAF_CHECK_EQUAL(x.numbers().rows_checked, 2000u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_checksum_suite
