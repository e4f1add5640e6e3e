#define CAF_SUITE schema_change_session

#include "caf/test/unit_test.hpp"

#include <map>
#include <sqlite3.h>
#include <string>
#include <vector>

#include "schema_change/fixture.hpp"
#include "schema_change/session.hpp"

namespace schema_change::schema_change_session_suite {

namespace {

constexpr int64_t normal = 1;
constexpr int64_t full = 2;
constexpr int64_t extra = 3;

/// How durable each commit is, of all connections that are made while it lives.
class watched_commits {
public:
  watched_commits() {
    current = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(begin));
  }

  watched_commits(const watched_commits&) = delete;

  watched_commits& operator=(const watched_commits&) = delete;

  ~watched_commits() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(begin));
  }

  std::vector<std::string> seen;

private:
  static int begin(sqlite3* db, const char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, look, db);
  }

  static int look(unsigned, void* db, void*, void* sql) {
    const std::string text = static_cast<const char*>(sql);
    const std::string setting = "PRAGMA main.synchronous=";
    if (text.compare(0, setting.size(), setting) == 0)
      current->settings_[db] = text.substr(setting.size());
    else if (text == "COMMIT")
      current->seen.push_back(current->settings_[db]);
    return 0;
  }

  static watched_commits* current;

  std::map<void*, std::string> settings_; // by connection
};

watched_commits* watched_commits::current = nullptr;

struct session_fixture : test::fixture {
  int64_t synchronous(bool durable) {
    configure(*app, durable);
    return app->integer("PRAGMA synchronous");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(session_tests, session_fixture)

CAF_TEST(a checkpoint survives a power cut with a rollback journal) {
  CAF_CHECK_EQUAL(synchronous(true), extra);
  CAF_CHECK_EQUAL(synchronous(false), full);
}

CAF_TEST(a checkpoint survives a power cut with a write-ahead log) {
  write("PRAGMA journal_mode=WAL");
  CAF_CHECK(synchronous(true) >= full);
  CAF_CHECK_EQUAL(synchronous(false), normal);
}

CAF_TEST(a checkpoint waits for the disk and the chunks before it do not) {
  write(
    "PRAGMA journal_mode=WAL;"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(1, 1)");
  watched_commits commits;
  engine run{wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)"),
             world};
  auto dumped = false;
  world.on_trace = [&](moment when, const std::string& what) {
    if (when != moment::committed || what != "copy")
      return;
    CAF_CHECK_EQUAL(commits.seen.back(), "NORMAL");
    run.dump({1, 1});
    CAF_CHECK_EQUAL(commits.seen.back(), "EXTRA");
    dumped = true;
  };
  CAF_CHECK(!test::outcome(run));
  CAF_CHECK(dumped);
}

CAF_TEST(a schema that was rolled back is never believed) {
  write("CREATE TABLE x(a); INSERT INTO x VALUES(1)");
  connection db{path};
  auto column
    = [&db] { return db.text("SELECT name FROM pragma_table_info('x')"); };
  auto version
    = [](connection& of) { return of.integer("PRAGMA main.schema_version"); };
  int64_t inside = 0;
  {
    transaction guard{db};
    db.exec(
      "PRAGMA writable_schema=ON; UPDATE main.sqlite_schema SET sql = "
      "'CREATE TABLE x(b)' WHERE name = 'x'");
    db.exec("PRAGMA main.schema_version=" + std::to_string(version(db) + 2));
    db.exec("PRAGMA writable_schema=RESET");
    CAF_CHECK_EQUAL(column(), "b");
    inside = version(db);
  }
  for (int i = 0; version(*app) < inside; ++i)
    write("CREATE TABLE y" + std::to_string(i) + "(a)");
  CAF_CHECK_EQUAL(version(*app), inside);
  CAF_CHECK_EQUAL(column(), "a");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_session_suite
