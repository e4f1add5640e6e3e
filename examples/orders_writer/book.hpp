/// The logs of all writers as one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "database.hpp"
#include "log.hpp"

namespace orders_writer {

/// A transaction that was committed.
struct step {
  intent what;
  outcome done;
};

/// The transactions of all writers, in the order of their commits.
class book {
public:
  /// @param db tells how the last transaction of a log ended.
  explicit book(database& db) : db_(db) {}

  /// Reads a log. Throws `std::runtime_error` if it does not fit the others.
  void add(const std::string& path);

  /// Throws `std::runtime_error` if a transaction is missing between others.
  void complete() const;

  std::map<int64_t, step> steps;
  origin from;
  std::vector<std::string> faults; // where a log and the database disagree

private:
  void put(intent what, outcome done);

  void compare(const history& seen);

  database& db_;
};

} // namespace orders_writer
