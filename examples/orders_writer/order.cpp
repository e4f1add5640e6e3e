#include "order.hpp"

#include <fmt/format.h>

#include <array>

namespace orders_writer {

// Sebastiano Vigna's splitmix64: tiny, and any seed will do.
uint64_t dice::roll() {
  auto x = state_ += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

int64_t dice::between(int64_t least, int64_t most) {
  auto width = static_cast<uint64_t>(most - least) + 1;
  return least + static_cast<int64_t>(roll() % width);
}

void fill(order& x, dice& chance) {
  static constexpr auto states
    = std::array{"new", "paid", "shipped", "shipped", "shipped", "returned"};
  static constexpr auto notes = std::array{
    "",           "",          "leave at the door", "call before delivery",
    "Türklingel", "gift wrap", "weekdays only",     "to the second floor"};
  x.cents = chance.between(199, 49'999);
  x.items = chance.between(0, 2);
  x.status = states[chance.roll() % states.size()];
  x.note = notes[chance.roll() % notes.size()];
  x.placed_at = fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}:{:02}",
                            chance.between(19, 25), chance.between(1, 12),
                            chance.between(1, 28), chance.between(0, 23),
                            chance.between(0, 59), chance.between(0, 59));
}

order first_order(const origin& from, int64_t id) {
  dice chance{from.seed * 0x2545f4914f6cdd1dULL + static_cast<uint64_t>(id)};
  order result;
  result.customer = chance.between(1, from.customers());
  fill(result, chance);
  result.reference = fmt::format("A{:07}", id);
  return result;
}

} // namespace orders_writer
