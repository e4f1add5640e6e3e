/// The truth: compares the table with what the logs say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace orders_writer {

struct verdict {
  int64_t logs = 0;
  int64_t transactions = 0; // in the logs, and carried out again
  int64_t expected = 0;     // rows, by the logs
  int64_t checked = 0;      // rows in the table
  int64_t lost = 0;         // by the logs they are there
  int64_t duplicated = 0;   // an id or a reference is there twice
  int64_t unexpected = 0;   // by the logs they are deleted, or never were there
  int64_t differing = 0;    // another value in some column
  std::vector<std::string> faults;   // everything else that is wrong
  std::vector<std::string> examples; // some of the rows above
  std::string amounts; // how the amounts are stored, such as `integer`

  bool good() const {
    return lost + duplicated + unexpected + differing == 0 && faults.empty();
  }
};

/// Compares. Throws `std::runtime_error` if the logs do not tell enough, for
/// instance because one is missing.
verdict verify(const std::string& path, const std::vector<std::string>& logs);

} // namespace orders_writer
