// A shard in a folder of its own, writers, and a host that sees everything and
// can end a run anywhere.
#pragma once

#include "precompiled.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleet/move.hpp"
#include "scratch_folder.hpp"
#include "status/actors/task.hpp"

namespace fleet::test {

/// Ends a run at once, as a kill would: nothing is cleaned up.
struct killed {};

class fake_host : public host {
public:
  void advance(status::state next) override;
  bool cancelled() const override;
  void pause(std::chrono::nanoseconds duration) override;
  status::steering wanted() const override;
  status::steering restore(const status::steering& stored) override;
  void note(const std::string& text) override;
  void trace(moment where) override;

  std::vector<status::state> states;
  std::vector<std::string> notes;
  std::function<void(status::state)> on_advance;
  std::function<void()> on_pause; // between two chunks, and while it waits
  std::function<void(moment)> on_trace;
  status::steering steer;
  bool cancel = false;
};

class fixture {
public:
  fixture();

  fixture(const fixture&) = delete;

  fixture& operator=(const fixture&) = delete;

  /// A run with an epoch one higher than the last one, in small chunks.
  move_settings next_run();

  /// Moves the shard. Returns how that failed; nothing if it did not.
  std::optional<caf::error> run(const move_settings& what);
  std::optional<caf::error> run();

  /// Has a run that is killed. Returns whether it came to that.
  bool is_killed();

  /// Makes tables and rows: customers, who have a unique name, and notes.
  void fill(int customers);

  /// Writes as an application does. Returns what it is told if it is refused.
  std::string write(const std::string& sql);

  /// All rows of all tables of a database that are the application's.
  std::string rows(const std::string& path) const;

  /// Whether the destination has all rows of the source, and all that belongs
  /// to them, and the source refuses to be written to.
  bool moved();

  status::test::scratch_folder folder
    = status::test::scratch_folder::in_memory();
  std::string from = folder.file("from.db");
  std::string to = folder.file("to.db");
  std::unique_ptr<connection> app;
  fake_host world;
  gauges shown;
  uint64_t epoch = 0;
};

/// Whether a run failed with this code and this text in it.
bool fails_with(const std::optional<caf::error>& x, status::ec code,
                const std::string& part);

} // namespace fleet::test
