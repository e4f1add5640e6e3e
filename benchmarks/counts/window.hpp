/// What an operation costs, in numbers that do not depend on the machine:
/// instructions, by callgrind, and what it takes from the heap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace counts {

/// Adds up what happens between `begin` and `end`, however often. One at a
/// time.
class window {
public:
  /// @param name one word, for the table.
  explicit window(const char* name);

  void begin();
  void end();

  /// Says what each of so many operations took. Nothing is counted any more.
  void close(size_t operations);

private:
  const char* name_;
  uint64_t allocations_ = 0;
  uint64_t bytes_ = 0;
  int64_t kept_ = 0;
};

} // namespace counts
