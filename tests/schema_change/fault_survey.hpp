/// Does a whole change again and again, with one fault that comes later and
/// later, until it comes no more.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "schema_change/busy_table.hpp"
#include "schema_change/faulty_vfs.hpp"

namespace schema_change::test {

/// How the changes of a survey have ended.
struct survey {
  int runs = 0;
  int finished = 0;                  // in spite of the fault
  std::map<std::string, int> failed; // by the code
  std::string wrong; // what must not be, the first of it; empty if nothing

  /// All failures, and nothing else, have this code.
  bool only(const std::string& code) const {
    return failed.size() == 1 && failed.count(code) == 1;
  }
};

/// Some moments of all, so that it takes a moment; with EVERY_FAULT in the
/// environment each call is tried.
struct survey_options {
  bool wal = false;
  int step = 1;  // how much later the fault comes each time
  int first = 0; // how late at first
  std::chrono::milliseconds lock_wait{1};
};

/// After each fault: the application goes on, the table is what it was or the
/// change is done, the failure says that a new start goes on, and that start
/// ends with every row.
survey try_all(fault what, const survey_options& how = {});

} // namespace schema_change::test
