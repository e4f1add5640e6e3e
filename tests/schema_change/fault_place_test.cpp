#define CAF_SUITE schema_change_fault_place

#include "precompiled.hpp"

#include <filesystem>

#include "schema_change/busy_table.hpp"

namespace schema_change::schema_change_fault_place_suite {

using status::ec;
using std::filesystem::rename;

namespace {

/// A database that is moved away while it is changed.
struct fixture : test::busy_table {
  /// Runs a change. Once a transaction of this kind is committed the file is
  /// moved, and `other`, if it is named, takes its place.
  std::optional<failure> run_until(const std::string& kind,
                                   const std::string& other = {}) {
    world.on_trace = [&, kind](moment when, const std::string& name) {
      if (when != moment::committed || name != kind
          || std::filesystem::exists(moved))
        return;
      rename(path, moved);
      if (!other.empty())
        rename(other, path);
    };
    return change(wanted());
  }

  std::string moved = folder.file("moved.db");
};

/// Lets a run dump once its file was moved, and `other`, if it is named, is in
/// its place. Returns how the dump failed.
std::optional<failure> dump_elsewhere(fixture& x, const std::string& other) {
  std::optional<failure> result;
  engine run{x.wanted(), x.world};
  x.world.on_trace = [&](moment when, const std::string& name) {
    if (when != moment::committed || name != "copy")
      return;
    if (!other.empty()) // the same checkpoint, the same owner
      x.write("VACUUM main INTO '" + other + "'");
    rename(x.path, x.moved);
    if (!other.empty())
      rename(other, x.path);
    try {
      run.dump({1, 1});
    } catch (const failure& e) {
      result = e;
    }
    throw test::crash{};
  };
  try {
    run.run();
  } catch (const test::crash&) {
    x.world.on_trace = nullptr;
  }
  return result;
}

} // namespace

CAF_TEST(no checkpoint is written to a database in the place of the own one) {
  fixture x;
  auto problem = dump_elsewhere(x, x.folder.file("copy.db"));
  CAF_CHECK(test::fails_with(problem, ec::fenced, "replaced"));
  CAF_CHECK_EQUAL(
    connection{x.path}.integer("SELECT attempt FROM _status_checkpoint"), 0);
}

CAF_TEST(a checkpoint of a database that was removed needs a person) {
  fixture x;
  auto problem = dump_elsewhere(x, {});
  CAF_CHECK(test::fails_with(problem, ec::fenced, "removed"));
  CAF_CHECK(!std::filesystem::exists(x.path));
}

CAF_TEST(a database that is replaced is neither changed nor believed) {
  for (const char* kind : {"copy", "analyze", "checksum", "cut_over"}) {
    fixture x;
    auto backup = x.folder.file("backup.db");
    x.write("VACUUM main INTO '" + backup + "'");
    auto problem = x.run_until(kind, backup);
    CAF_CHECK(test::fails_with(problem, ec::ownership_ambiguous, "replaced"));
    CAF_CHECK(problem->after() == leftovers::foreign);
    connection other{x.path};
    CAF_CHECK_EQUAL(other.text("PRAGMA integrity_check"), "ok");
    CAF_CHECK(!other.any(
      "SELECT 1 FROM sqlite_schema WHERE name LIKE '^_%' ESCAPE '^'"));
    // With the file in its place again everything goes on.
    rename(x.moved, x.path);
    x.open();
    CAF_CHECK_EQUAL(x.finish(), std::string{});
  }
}

CAF_TEST(a database that is removed ends the run) {
  fixture x;
  auto problem = x.run_until("copy");
  CAF_CHECK(test::fails_with(problem, ec::ownership_ambiguous, "removed"));
  rename(x.moved, x.path);
  x.open();
  CAF_CHECK_EQUAL(x.finish(), std::string{});
}

} // namespace schema_change::schema_change_fault_place_suite
