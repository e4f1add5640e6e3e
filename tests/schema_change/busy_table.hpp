/// A table under change that an application writes to all the time, and a twin
/// of it that says what the table must hold.
#pragma once

#include "schema_change/fixture.hpp"

namespace schema_change::test {

/// An application that does everything to its table that can go wrong. A twin
/// in another file gets the same statements, and is never changed.
class busy_table : public fixture {
public:
  explicit busy_table(int rows = 1600);

  /// Opens the application's connection anew.
  void open();

  /// One more write of the application, a different one each time.
  void act();

  /// Whether the table has the rows of its twin.
  bool same();

  /// Whether the definition is the wanted one.
  bool changed();

  /// What the change is asked for.
  settings wanted() const;

  /// Ends a change at the n-th step of a transaction, as a crash does.
  bool crash_at(int step);

  /// Does a change while the application writes; returns how it failed.
  std::optional<failure> run(const settings& what);

  /// What is wrong with the table; empty if nothing is. What a change has left
  /// is fine only as long as there is one.
  std::string faults(bool finished);

  /// Does the change to its end, which must come. Returns what is wrong then.
  std::string finish();

private:
  int rows_;
  int acts_ = 0;
};

} // namespace schema_change::test
