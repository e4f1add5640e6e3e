/// Input that is bad, or only odd, as a table: what the application has, what
/// is asked for, and what has to come of it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schema_change/settings.hpp"

namespace schema_change::test {

enum class verdict : uint8_t {
  right,   // the new table is what INSERT INTO ... SELECT makes of the old one
  refused, // exit code 2, and not a byte of the database has changed
  undone,  // exit code 1, because a row does not fit; nothing is left behind
};

struct input {
  /// @param name what is odd about it, for people.
  /// @param setup what the application has.
  /// @param statement the wanted table.
  input(std::string name, std::string setup, std::string statement)
    : name(std::move(name)),
      setup(std::move(setup)),
      statement(std::move(statement)) {}

  /// The message must have this in it.
  input refused(std::string part) && {
    return std::move(*this).ends(verdict::refused, std::move(part));
  }

  /// The message must have this in it.
  input undone(std::string part) && {
    return std::move(*this).ends(verdict::undone, std::move(part));
  }

  input ends(verdict how, std::string part) && {
    expected = how;
    message = std::move(part);
    return std::move(*this);
  }

  /// Another table than `x`.
  input of(std::string name) && {
    table = std::move(name);
    return std::move(*this);
  }

  input mapped(const std::string& column, const std::string& expression) && {
    mapping[column] = expression;
    return std::move(*this);
  }

  /// With other options than the default.
  input with(std::function<void(settings&)> options) && {
    adjust = std::move(options);
    return std::move(*this);
  }

  std::string name;
  std::string setup;
  std::string statement;
  std::string table = "x";
  std::map<std::string, std::string> mapping;
  std::function<void(settings&)> adjust;
  verdict expected = verdict::right;
  std::string message;
};

using inputs = std::vector<input>;

// The tables.
inputs odd_statements();
inputs odd_names();
inputs odd_mappings();
inputs odd_keys();
inputs odd_values();
inputs odd_columns();
inputs odd_neighbours();
inputs odd_references();
inputs odd_sizes();

/// Two rows that most of the tables begin with.
extern const char* const two_rows;

/// Leave to lose columns and indexes.
void allow_drop(settings& x);

/// Tries one input in a database of its own. Returns what is wrong with how it
/// ended, a line each; empty if all is well.
std::string objections(const input& x);

} // namespace schema_change::test
