/// An order, and the orders that a new database begins with.
#pragma once

#include <cstdint>
#include <string>

namespace orders_writer {

/// One row of the table, as far as an application cares.
struct order {
  int64_t customer = 0;
  int64_t cents = 0;
  int64_t items = 0; // rows of order_items that refer to it
  std::string status;
  std::string placed_at;
  std::string reference; // unique
  std::string note;
};

/// What a database was made from; the first orders follow from it.
struct origin {
  int64_t rows = 0;
  uint64_t seed = 0;

  int64_t customers() const {
    return rows / 10 + 1;
  }
};

/// Random numbers that are the same with every compiler and library.
class dice {
public:
  explicit dice(uint64_t seed) : state_(seed) {}

  uint64_t roll();

  /// Returns a number from `least` to `most`, both included.
  int64_t between(int64_t least, int64_t most);

private:
  uint64_t state_;
};

/// Returns the order that `id` has in a new database.
order first_order(const origin& from, int64_t id);

/// Fills in what any order has: status, amount, date, note, items.
void fill(order& x, dice& chance);

} // namespace orders_writer
