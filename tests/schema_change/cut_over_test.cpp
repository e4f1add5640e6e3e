#define CAF_SUITE schema_change_cut_over

#include "precompiled.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "schema_change/fixture.hpp"

namespace schema_change::schema_change_cut_over_suite {

using status::ec;
using status::state;

namespace {

/// What one transaction of the engine cost SQLite.
struct meter {
  int64_t steps = 0;   // of its virtual machine
  int64_t written = 0; // pages
  std::chrono::nanoseconds length{};
};

/// Counts for all connections that open while it lives, those of the engine.
class gauge {
public:
  gauge() {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(attach));
  }

  gauge(const gauge&) = delete;

  gauge& operator=(const gauge&) = delete;

  ~gauge() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(attach));
  }

  void begin() {
    steps = 0;
    pages(true);
    began_ = clock::now();
  }

  meter end() {
    return {steps, pages(false), clock::now() - began_};
  }

private:
  using clock = std::chrono::steady_clock;

  static int attach(sqlite3* db, char**, const void*) {
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, count, db);
  }

  static int count(unsigned, void* db, void* statement, void*) {
    last = static_cast<sqlite3*>(db); // the transaction's: it has just begun
    steps += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement),
                                 SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
  }

  static int pages(bool reset) {
    int now = 0;
    int most = 0;
    sqlite3_db_status(last, SQLITE_DBSTATUS_CACHE_WRITE, &now, &most,
                      reset ? 1 : 0);
    return now;
  }

  inline static sqlite3* last = nullptr;
  inline static int64_t steps = 0;
  clock::time_point began_;
};

struct fixture : test::fixture {
  explicit fixture(int rows = 2000) {
    write(
      "CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES(1);"
      "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a, p INTEGER "
      "REFERENCES p(id));"
      "CREATE INDEX by_a ON x(a);"
      "CREATE VIEW v AS SELECT a FROM x;"
      "CREATE TABLE seen(id);"
      "CREATE TRIGGER t AFTER INSERT ON x BEGIN INSERT INTO seen "
      "VALUES(NEW.id); END;"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      + std::to_string(rows) + ") INSERT INTO x SELECT i, i, 1 FROM n");
    what = wish("x",
                "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, "
                "p INTEGER REFERENCES p(id))");
    all = std::to_string(rows);
  }

  bool swapped() {
    return read("SELECT count(*), typeof(a) FROM x") == "i" + all + " t'text'";
  }

  bool untouched() {
    return read("SELECT count(*), typeof(a) FROM x")
             == "i" + all + " t'integer'"
           && app->text("PRAGMA integrity_check") == "ok";
  }

  meter measured() {
    gauge counting;
    meter result;
    auto changes = 0;
    world.on_trace = [&](moment when, const std::string& name) {
      if (name != "cut_over")
        return;
      if (when == moment::began)
        counting.begin();
      else if (when == moment::committed)
        result = counting.end();
    };
    // The same changes for the last replay, whatever the size.
    world.on_advance = [&](state next) {
      if (next == state::cut_over)
        for (; changes < 20; ++changes)
          write("UPDATE x SET a = a + 1 WHERE id = "
                + std::to_string(7 + 90 * changes));
    };
    CAF_CHECK(!change(what));
    CAF_CHECK_EQUAL(changes, 20);
    CAF_CHECK(swapped());
    return result;
  }

  settings what;
  std::string all;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(cut_over_tests, fixture)

CAF_TEST(3.6 a cut-over that is refused exchanges nothing and can go on) {
  world.on_advance = [](state next) {
    if (next == state::cut_over)
      throw failure{ec::cancelled, leftovers::resumable, "cancelled"};
  };
  auto exchanges = 0;
  world.on_trace = [&](moment, const std::string& name) {
    exchanges += name == "cut_over" ? 1 : 0;
  };
  {
    engine x{what, world};
    auto problem = test::outcome(x);
    CAF_CHECK(test::fails_with(problem, ec::cancelled, ""));
    CAF_CHECK(problem && problem->after() == leftovers::resumable);
    CAF_CHECK(x.progress().current == state::post_checksum);
    CAF_CHECK_EQUAL(x.numbers().cut_over_time.count(), 0);
  }
  CAF_CHECK_EQUAL(exchanges, 0);
  CAF_CHECK(untouched());
  write("INSERT INTO x(a) VALUES(1)");
  write("DELETE FROM x WHERE id = 1");
  world.on_advance = nullptr;
  what.resume = resume_mode::require;
  CAF_CHECK(!change(what));
  CAF_CHECK(swapped());
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(a cancel that comes after the grant is not heard) {
  world.on_advance = [&](state next) { world.cancel = past_cut_over(next); };
  CAF_CHECK(!change(what));
  CAF_CHECK(status::terminal(world.states.back()));
  CAF_CHECK(swapped());
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST(the cut-over is asked for before its transaction and close after it) {
  std::vector<std::string> order;
  world.on_advance = [&](state next) {
    if (past_cut_over(next))
      order.push_back(to_string(next));
  };
  world.on_trace = [&](moment when, const std::string& name) {
    if (name == "cut_over" && when != moment::before_commit)
      order.emplace_back(when == moment::began ? "begin" : "commit");
  };
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(join({order.begin(), order.end()}, " "),
                  "cutOver begin commit close");
}

// The time is for people; the tables differ by the hundred.
CAF_TEST(the exchange does not grow with the table) {
  auto little = measured();
  fixture large{200'000};
  large.what.chunk_time = std::chrono::milliseconds{500};
  auto much = large.measured();
  using milliseconds = std::chrono::duration<double, std::milli>;
  auto told = [](const meter& x) {
    return std::to_string(milliseconds{x.length}.count()) + " ms, "
           + std::to_string(x.steps) + " steps, " + std::to_string(x.written)
           + " pages";
  };
  CAF_MESSAGE("2,000 rows: " << told(little));
  CAF_MESSAGE("200,000 rows: " << told(much));
  CAF_CHECK_GREATER(little.steps, 500);
  CAF_CHECK_GREATER(little.written, 0);
  // Some more for a tree that is one level higher.
  CAF_CHECK_LESS(much.steps, little.steps * 3 / 2);
  CAF_CHECK_LESS(much.written, little.written + 100);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_cut_over_suite
