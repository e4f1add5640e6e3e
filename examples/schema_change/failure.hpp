/// How the engine fails: one type, a code for the program, a text for people.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "status/messages/error.hpp"

namespace schema_change {

/// What a failure leaves behind in the database.
enum class leftovers : uint8_t {
  untouched, // nothing of this run was written
  resumable, // copy, change log and checkpoint are kept for the next run
  removed,   // the copy was useless and is gone; the table is as it was
  old_table, // the table is changed; the next start removes what is left of it
  foreign,   // another run owns them: nothing may be touched
};

/// Thrown for every failure. The text names what, where, why, and what to do.
class failure : public std::runtime_error {
public:
  failure(status::ec code, leftovers after, const std::string& text)
    : std::runtime_error(text), code_(code), after_(after) {}

  status::ec code() const noexcept {
    return code_;
  }

  leftovers after() const noexcept {
    return after_;
  }

  /// Whether starting the same command again can help and cannot harm.
  bool safe_to_rerun() const noexcept {
    return after_ == leftovers::resumable || after_ == leftovers::removed
           || after_ == leftovers::old_table;
  }

private:
  status::ec code_;
  leftovers after_;
};

/// Throws: what is wanted cannot be done, and nothing was written.
[[noreturn]] inline void refuse(const std::string& text) {
  throw failure{status::ec::bad_argument, leftovers::untouched, text};
}

} // namespace schema_change
