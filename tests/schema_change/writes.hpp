/// An application that writes to its table while it is changed, at moments that
/// a test chooses.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "schema_change/fixture.hpp"

namespace schema_change::test {

/// When the application writes.
enum class stage : uint8_t {
  begun,    // nothing is copied
  copying,  // after the first chunk
  copied,   // all rows are in the shadow, none is compared
  checked,  // all rows are compared
  swapping, // the last moment before the cut-over's transaction
};

struct busy_fixture : fixture {
  busy_fixture() {
    world.on_advance = [this](status::state next) {
      using status::state;
      static const std::map<state, stage> stages{
        {state::copy_rows, stage::begun},
        {state::apply_changeset, stage::copied},
        {state::post_checksum, stage::checked},
        {state::cut_over, stage::swapping}};
      if (auto i = stages.find(next); i != stages.end())
        reach(i->second);
    };
    world.on_trace = [this](moment when, const std::string& what) {
      if (when == moment::committed && what == "copy")
        reach(stage::copying);
    };
  }

  /// Has the application write at a moment of the next change.
  void at(stage when, const std::string& sql) {
    writes_[when] += sql + ";";
  }

  /// Has the application write the same at every moment.
  void always(const std::string& sql) {
    for (auto when : {stage::begun, stage::copying, stage::copied,
                      stage::checked, stage::swapping})
      at(when, sql);
  }

  /// Runs a change that must succeed, and says why it did not.
  bool changed(const settings& what) {
    auto problem = change(what);
    if (problem)
      said_ = problem->what();
    return !problem && sound() && leftovers() == 0;
  }

  /// Whether a change is refused for this reason, with nothing touched.
  bool refused(const settings& what, const std::string& part) {
    world.states.clear();
    auto before = schema();
    auto problem = change(what);
    said_ = problem ? problem->what() : "nothing";
    return fails_with(problem, status::ec::bad_argument, part)
           && problem->after() == leftovers::untouched && world.states.empty()
           && schema() == before;
  }

  /// Whether a run fails over the data, leaves the schema as it was, and
  /// nothing behind.
  bool undone(const settings& what, const std::string& part) {
    auto before = schema();
    auto problem = change(what);
    said_ = problem ? problem->what() : "nothing";
    return fails_with(problem, status::ec::bad_argument, part)
           && problem->after() == leftovers::removed && schema() == before
           && app->text("PRAGMA integrity_check") == "ok";
  }

  std::string schema() {
    return read(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema "
      "ORDER BY name");
  }

  /// How the last change failed.
  const std::string& said() const {
    return said_;
  }

private:
  void reach(stage x) {
    if (auto i = writes_.find(x); i != writes_.end()) {
      auto sql = std::exchange(i->second, {});
      writes_.erase(i);
      write(sql);
    }
  }

  std::map<stage, std::string> writes_;
  std::string said_;
};

/// Rows of `(n)` for a table big enough for several chunks.
inline std::string numbers(int count) {
  return "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE "
         "n < "
         + std::to_string(count) + ") ";
}

} // namespace schema_change::test
