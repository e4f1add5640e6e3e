/// A table that is changed while operators say what they want of the change.
#pragma once

#include "precompiled.hpp"

#include <memory>
#include <optional>
#include <string>

#include "schema_change/fixture.hpp"

namespace schema_change::test {

/// A run with a host that hears operators. Nothing waits: each time the run
/// looks whether it may go on, something can be done.
class steering_fixture : public fixture {
public:
  steering_fixture();

  /// Another process: it knows nothing but what is stored.
  void begin();

  /// As `begin`, after a crash that nobody was prepared for.
  void crash();

  /// Runs the change and returns how it failed, if it did. A crash is counted.
  std::optional<failure> run();

  /// Says a word as the task does: obeyed at once, and stored.
  void say(status::steering_word x, const std::string& reason = {});

  template <class Action>
  void at_first(const char* transaction, Action act) {
    world->on_trace
      = [this, transaction, act](moment when, const std::string& name) {
          if (when != moment::committed || name != transaction)
            return;
          auto once = act; // this very closure is about to go
          world->on_trace = nullptr;
          once();
        };
  }

  template <class Action>
  void on_entering(status::state x, Action act) {
    world->on_advance = [x, act](status::state next) {
      if (next == x)
        act();
    };
  }

  /// Does something each time the run looks whether it may go on.
  template <class Action>
  void while_waiting(const std::string& reason, Action act) {
    world->on_pause = [this, reason, act] {
      auto now = change->progress().throttling;
      if (!now.throttled || now.reason != reason)
        return;
      ++looks;
      CAF_REQUIRE_LESS(looks, 50); // it would wait for ever
      act();
    };
  }

  bool asked_for_cut_over() const;

  bool untouched();

  bool finished();

  /// What is stored of what operators want; it must be readable.
  status::steering stored();

  /// How the run refuses these words; `ec::none` if it takes them.
  status::ec steered(const status::steering& x);

  settings what;
  std::unique_ptr<fake_host> world;
  std::unique_ptr<engine> change;
  int looks = 0;
  int crashes = 0;
};

} // namespace schema_change::test
