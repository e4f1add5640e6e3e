/// A database in a folder of its own, an application that writes to it, and a
/// host that sees everything and can end a run anywhere.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "schema_change/engine.hpp"
#include "schema_change/sqlite.hpp"
#include "scratch_folder.hpp"

namespace schema_change::test {

/// Ends a run at once, as a crash would: nothing is cleaned up.
struct crash {};

/// A host that never waits.
class fake_host : public host {
public:
  void advance(status::state next) override;

  bool cancelled() const override;

  void pause(std::chrono::nanoseconds duration) override;

  status::steering wanted() const override;

  status::steering restore(const status::steering& stored) override;

  void note(level how, std::string text, fields details) override;

  void trace(moment when, const char* what) override;

  /// An operator says a word. Callable from any thread.
  status::steering say(status::steering_word word, std::string reason = {});

  /// Whether a note has this in its text.
  bool noted(const std::string& part) const;

  std::vector<status::state> states;
  std::vector<std::string> notes;
  std::function<void(status::state)> on_advance;
  std::function<void()> on_pause;
  std::function<void()> on_wanted;
  std::function<void(moment, const std::string&)> on_trace;
  bool cancel = false;

private:
  mutable std::mutex mutex_;
  status::steering wanted_; // guarded
};

class fixture {
public:
  fixture();

  fixture(const fixture&) = delete;

  fixture& operator=(const fixture&) = delete;

  /// What a run is asked for, with the defaults of the tool.
  settings wish(const std::string& table, const std::string& statement) const;

  /// Runs a change and returns how it failed, if it did.
  std::optional<failure> change(const settings& what);

  /// Runs a change that a crash ends. Returns whether the crash came.
  bool crashed(const settings& what);

  /// Writes as the application does.
  void write(const std::string& sql);

  /// Reads as the application does: `i1 t'a'` per row, types included.
  std::string read(const std::string& sql);

  /// Whether a name is in the schema.
  bool exists(const std::string& name);

  /// How many objects of a change are in the schema.
  int64_t leftovers();

  /// Whether the database is sound and no foreign key is broken.
  bool sound();

  status::test::scratch_folder folder
    = status::test::scratch_folder::in_memory();
  std::string path = folder.file("app.db");
  std::unique_ptr<connection> app;
  fake_host world;
};

/// Runs an engine and returns how it failed, if it did.
std::optional<failure> outcome(engine& x);

/// Whether a failure has this code and this text in it.
bool fails_with(const std::optional<failure>& x, status::ec code,
                const std::string& part);

} // namespace schema_change::test
