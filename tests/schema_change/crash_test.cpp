#define CAF_SUITE schema_change_crash

#include "caf/test/unit_test.hpp"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include "schema_change/fixture.hpp"

namespace schema_change {

namespace {

constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL "
    "UNIQUE, n INT NOT NULL CHECK (n >= 0)) STRICT";

/// An application that does everything to its table that can go wrong. A twin
/// in another file gets the same statements, and is never changed.
class busy_fixture : public test::fixture {
public:
  busy_fixture() {
    open();
    for (const auto* db : {"main", "twin"})
      app->exec(fmt::format(
        "CREATE TABLE {0}.x(id INTEGER PRIMARY KEY AUTOINCREMENT, "
        "email TEXT UNIQUE, n INT); CREATE INDEX {0}.by_n ON x(n);"
        "WITH k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 1600) "
        "INSERT INTO {0}.x(id, email, n) SELECT i, 'e' || i, i % 10 FROM k",
        db));
  }

  /// Opens the application's connection anew.
  void open() {
    std::ofstream twin{folder + "/twin.db", std::ios::app};
    app = std::make_unique<connection>(path);
    app->exec("ATTACH '" + folder + "/twin.db' AS twin");
  }

  /// One more write of the application, a different one each time.
  void act() {
    auto i = ++acts_;
    auto a = std::to_string(1 + i * 37 % 1600);
    auto b = std::to_string(1 + i * 101 % 1600);
    const std::string writes[] = {
      "UPDATE $x SET n = n + 1 WHERE id = " + a,
      "DELETE FROM $x WHERE id = " + a,
      "INSERT INTO $x(email, n) VALUES('new" + a + "', 1) ON CONFLICT(email) "
        "DO UPDATE SET n = n + 100",
      "INSERT OR REPLACE INTO $x(id, email, n) VALUES(" + a + ", 'e" + b
        + "', 7)",
      "UPDATE OR REPLACE $x SET id = " + b + " WHERE id = " + a,
      "UPDATE OR REPLACE $x SET email = 'e" + b + "' WHERE id = " + a,
      "UPDATE $x SET email = email || '.' WHERE id IN (" + a + ", " + b + ")"};
    auto sql = writes[i % std::size(writes)];
    auto at = sql.find("$x");
    app->exec("BEGIN; " + std::string{sql}.replace(at, 2, "main.x") + ";"
              + std::string{sql}.replace(at, 2, "twin.x") + "; COMMIT");
  }

  bool same() {
    auto rows = " SELECT id, email, n FROM ";
    return !app->any(std::string{rows} + "main.x EXCEPT" + rows + "twin.x")
           && !app->any(std::string{rows} + "twin.x EXCEPT" + rows + "main.x")
           && app->integer("SELECT count(*) FROM main.x")
                == app->integer("SELECT count(*) FROM twin.x");
  }

  /// Runs the change and ends it at the n-th step of a transaction.
  bool crash_at(int step) {
    auto count = 0;
    world.on_trace = [&](moment when, const std::string&) {
      if (count++ == step)
        throw test::crash{};
      if (when == moment::committed)
        act();
    };
    auto what = wish("x", wanted);
    return crashed(what);
  }

  void finish() {
    world.on_trace = [&](moment when, const std::string&) {
      if (when == moment::committed)
        act();
    };
    auto problem = change(wish("x", wanted));
    CAF_CHECK_EQUAL(problem ? problem->what() : "", std::string{});
    world.on_trace = nullptr;
  }

private:
  int acts_ = 0;
};

} // namespace

CAF_TEST(a crash at any step and a second run lose nothing) {
  auto more = true;
  auto steps = 0;
  for (int step = 0; more; ++step) {
    busy_fixture x;
    more = x.crash_at(step);
    for (int i = 0; i < 5; ++i)
      x.act();
    x.finish();
    if (!x.same() || !x.sound() || x.leftovers() != 0)
      CAF_ERROR("rows were lost by a crash at step " << step);
    steps = step;
  }
  CAF_CHECK(steps > 30);
}

CAF_TEST(two crashes in a row lose nothing) {
  for (int first = 1; first < 40; first += 13)
    for (int second = 0; second < 30; second += 7) {
      busy_fixture x;
      x.crash_at(first);
      x.crash_at(second);
      x.finish();
      if (!x.same() || !x.sound() || x.leftovers() != 0)
        CAF_ERROR("rows were lost by crashes at " << first << ", " << second);
    }
  CAF_CHECK(true);
}

// The real thing: a process that ends without a word, and locks that end with
// it.
CAF_TEST(a killed process loses nothing) {
  for (int step = 0; step < 60; step += 3) {
    busy_fixture x;
    if (step % 2 == 0)
      x.write("PRAGMA journal_mode=wal");
    x.app.reset(); // no connection survives a fork
    auto child = ::fork();
    if (child == 0) {
      auto count = 0;
      x.world.on_trace = [&](moment, const std::string&) {
        if (count++ == step)
          ::kill(::getpid(), SIGKILL);
      };
      x.change(x.wish("x", wanted));
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    x.open();
    x.act();
    x.finish();
    if (!x.same() || !x.sound() || x.leftovers() != 0)
      CAF_ERROR("rows were lost by a kill at step " << step);
  }
  CAF_CHECK(true);
}

} // namespace schema_change
