#define CAF_SUITE schema_change_fault_checkpoint

#include "precompiled.hpp"

#include "schema_change/busy_table.hpp"

namespace schema_change::schema_change_fault_checkpoint_suite {

using status::ec;

namespace {

/// A change that has ended halfway, and somebody who writes to its checkpoint.
struct fixture : test::busy_table {
  /// Ends a run when its n-th transaction of a kind is committed.
  void begin(const std::string& kind, int count = 1) {
    world.on_trace = [this, kind, count](moment when, const std::string& name) {
      static int seen;
      if (when == moment::began && name == "set_up")
        seen = 0;
      if (when == moment::committed && name == kind && ++seen == count)
        throw test::crash{};
      if (when == moment::committed)
        act();
    };
    CAF_REQUIRE(crashed(wanted()));
    act();
    act();
  }

  void damage(const std::string& what) {
    write("UPDATE _status_checkpoint SET " + what);
  }

  std::string stored() {
    return read("SELECT * FROM _status_checkpoint");
  }

  /// A start is refused and touches nothing; one that never resumes ends well.
  void check_refused(const std::string& what, ec code,
                     const std::string& text) {
    test::busy_table::act();
    damage(what);
    auto before = stored();
    auto problem = run(wanted());
    if (!test::fails_with(problem, code, text)
        || problem->after() != leftovers::untouched || stored() != before)
      CAF_ERROR(what << ": " << (problem ? problem->what() : "no refusal"));
    CAF_CHECK(test::fails_with(problem, code, "--resume=never"));
    auto anew = wanted();
    anew.resume = resume_mode::never;
    problem = run(anew);
    CAF_CHECK_EQUAL(problem ? problem->what() : "", std::string{});
    CAF_CHECK_EQUAL(what + ": " + faults(true), what + ": ");
  }

  void check_resumes(const std::string& what) {
    damage(what);
    CAF_CHECK_EQUAL(what + ": " + finish(), what + ": ");
  }
};

/// Each case with a database of its own.
template <class Check>
void each(const char* kind, Check check) {
  fixture x;
  x.begin(kind);
  check(x);
}

} // namespace

CAF_TEST(a checkpoint of another version is refused) {
  each("copy", [](fixture& x) {
    x.damage("version = 3");
    for (auto how : {resume_mode::automatic, resume_mode::never}) {
      auto what = x.wanted();
      what.resume = how;
      CAF_CHECK(test::fails_with(x.change(what), ec::bad_argument,
                                 "the version of the tool that began it"));
    }
    x.check_resumes("version = 2");
  });
}

CAF_TEST(what a resume relies on is refused when it is damaged) {
  struct {
    const char* kind;
    const char* what;
    ec code;
    const char* text;
  } cases[] = {
    {"copy", "token = 'x'", ec::binlog_not_found, "triggers"},
    {"copy", "statement = 'x'", ec::mismatched_alter, "another statement"},
    {"copy", "definition = 'x'", ec::mismatched_alter, "definition"},
    {"copy", "phase = 'x'", ec::bad_argument, "phase"},
    {"copy", "phase = ''", ec::bad_argument, "phase"},
    {"copy", "phase = x'00'", ec::bad_argument, "phase"},
    {"copy", "phase = 'swapped'", ec::bad_argument, "the copy is still there"},
    {"checksum", "phase = 'swapped'", ec::bad_argument, "still there"},
    {"copy", "copied = 'x'", ec::bad_argument, "no key"},
    {"copy", "copied = 'i1,i2'", ec::bad_argument, "none of this key"},
    {"copy", "copied = 'i99999999999999999999'", ec::bad_argument, "no key"},
    {"copy", "copied = NULL", ec::bad_argument, "behind its position"},
    {"copy", "copied = 'i1'", ec::bad_argument, "behind its position"},
    {"checksum", "checked = 'x'", ec::bad_argument, "no key"},
    {"checksum", "checked = 'i1,i2'", ec::bad_argument, "none of this key"},
    {"checksum", "change = change + 1", ec::binlog_not_found, "position"},
    {"checksum", "change = change - 1", ec::binlog_not_found, "position"},
    {"checksum", "change = 0", ec::binlog_not_found, "position"},
    {"checksum", "change = -1", ec::binlog_not_found, "position"},
    {"checksum", "change = 'x'", ec::binlog_not_found, "position"},
    {"copy", "written_at = 'x'", ec::checkpoint_too_old, "old"},
  };
  for (const auto& y : cases)
    each(y.kind, [&](fixture& x) { x.check_refused(y.what, y.code, y.text); });
}

// Else every delete of a parent would fail from then on.
CAF_TEST(a damaged token leaves no trigger on another table) {
  test::fixture x;
  x.write(
    "CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES(1), (2);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT); INSERT INTO x VALUES(1, "
    "1)");
  x.world.on_advance = [](status::state next) {
    if (next == status::state::checksum)
      throw test::crash{};
  };
  CAF_REQUIRE(x.crashed(x.wish(
    "x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT REFERENCES p(id))")));
  x.world.on_advance = nullptr;
  x.write("UPDATE _status_checkpoint SET token = 'x'");
  auto back = x.wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)");
  back.resume = resume_mode::never;
  CAF_CHECK(!x.change(back));
  CAF_CHECK_EQUAL(x.leftovers(), 0);
  x.write("DELETE FROM p WHERE id = 2");
}

CAF_TEST(a position that is ahead is found out by the checksum) {
  for (const char* what : {"copied = 'i1000'", "copied = 'i99999'",
                           "copied = 't61'", "copied_all = 1"})
    each("copy", [&](fixture& x) { x.check_resumes(what); });
}

CAF_TEST(what nothing relies on may be anything) {
  for (const char* what : {"epoch = -1",
                           "epoch = 'x'",
                           "epoch = 9223372036854775807",
                           "owner = 'x'",
                           "attempt_epoch = 99",
                           "attempt = 'x'",
                           "copied_all = 'x'",
                           "checked = NULL",
                           "checked = 'i1'",
                           "checked = 'i99999'",
                           "checked_all = 1",
                           "checked_all = 'x'",
                           "rows_copied = -1",
                           "rows_copied = 'x'",
                           "rows_expected = -1",
                           "rows_checked = -1",
                           "sentinel = 1",
                           "sentinel = 'x'",
                           "keep_old = 'x'",
                           "written_at = '2999-01-01T00:00:00Z'"})
    each("checksum", [&](fixture& x) { x.check_resumes(what); });
}

CAF_TEST(a change that is being given up is given up) {
  each("copy", [](fixture& x) { x.check_resumes("phase = 'discarding'"); });
}

// Another name is another change, and its tables are nobody's.
CAF_TEST(a checkpoint that lost its table is no leave to take its names) {
  each("copy", [](fixture& x) {
    x.damage("table_name = 'y'");
    CAF_CHECK(test::fails_with(x.run(x.wanted()), ec::bad_argument, "taken"));
    x.check_resumes("table_name = 'x'");
  });
}

CAF_TEST(after the cut-over the old table is kept or removed as it says) {
  for (auto keep : {true, false}) {
    fixture x;
    x.begin("cut_over");
    x.damage("keep_old = " + std::to_string(keep));
    auto what = x.wanted();
    what.keep_old = !keep;
    CAF_CHECK(!x.run(what));
    CAF_CHECK(x.changed());
    CAF_CHECK_EQUAL(x.exists("_x_old"), keep);
  }
}

CAF_TEST(after the cut-over a damaged position means nothing) {
  for (auto how : {resume_mode::automatic, resume_mode::never})
    each("cut_over", [how](fixture& x) {
      x.damage("copied = 'x', checked = 'x'");
      auto what = x.wanted();
      what.resume = how;
      CAF_CHECK(!x.run(what));
      CAF_CHECK_EQUAL(x.faults(true), std::string{});
    });
}

CAF_TEST(after the cut-over a damaged phase cannot undo it) {
  fixture x;
  x.begin("cut_over");
  x.damage("phase = 'running'");
  CAF_CHECK(
    test::fails_with(x.run(x.wanted()), ec::mismatched_alter, "definition"));
  CAF_CHECK_EQUAL(x.faults(false), std::string{});
  CAF_CHECK(x.changed());
  x.check_resumes("phase = 'swapped'");
}

} // namespace schema_change::schema_change_fault_checkpoint_suite
