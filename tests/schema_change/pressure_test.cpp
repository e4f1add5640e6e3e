#define CAF_SUITE schema_change_pressure

#include "precompiled.hpp"

#include "schema_change/pressure.hpp"

namespace schema_change::schema_change_pressure_suite {

namespace {

constexpr uint64_t chunk = 1000;

/// An application that makes `per_gap` changes between two transactions.
struct race {
  explicit race(uint64_t waiting, uint64_t per_gap)
    : waiting(waiting), per_gap(per_gap) {}

  /// Returns after how many transactions the log is short, or all hope lost.
  int run() {
    auto count = 0;
    for (; waiting > chunk * x.factor() && !x.hopeless(); ++count) {
      auto done = chunk * x.factor();
      waiting = waiting - done + per_gap;
      x.replayed(done, waiting, chunk);
    }
    return count;
  }

  pressure x;
  uint64_t waiting;
  uint64_t per_gap;
};

} // namespace

CAF_TEST(a long log alone needs no pressure) {
  race x{1'000'000, 100};
  CAF_CHECK_GREATER(x.run(), 1000);
  CAF_CHECK_EQUAL(x.x.factor(), 1u);
  CAF_CHECK(!x.x.hopeless());
}

CAF_TEST(a writer that is as fast gets less time until the replay gains) {
  race x{50'000, 3000};
  x.run();
  CAF_CHECK(!x.x.hopeless());
  CAF_CHECK_EQUAL(x.x.factor(), 4u);
}

CAF_TEST(the pressure ends when the log is short) {
  race x{50'000, 3000};
  x.run();
  x.x.replayed(10, chunk, chunk);
  CAF_CHECK_EQUAL(x.x.factor(), 1u);
}

CAF_TEST(the pressure is bounded and a hopeless race ends) {
  race x{50'000, 40'000};
  CAF_CHECK_LESS(x.run(), 200);
  CAF_CHECK(x.x.hopeless());
  CAF_CHECK_EQUAL(x.x.factor(), pressure::most);
}

CAF_TEST(a burst in between is no reason to give up) {
  race x{200'000, 100};
  for (int i = 0; i < 100; ++i) {
    x.waiting += 300'000;
    for (int j = 0; j < 20 && x.waiting > chunk * x.x.factor(); ++j) {
      auto done = chunk * x.x.factor();
      x.waiting = x.waiting - done + x.per_gap;
      x.x.replayed(done, x.waiting, chunk);
    }
    CAF_CHECK(!x.x.hopeless());
  }
}

CAF_TEST(who needs the whole log and never gets it gives up) {
  pressure x;
  auto count = 0;
  for (; !x.hopeless() && count < 1000; ++count) {
    x.missed();
    x.replayed(10, 10, chunk); // short enough each time it looks
  }
  CAF_CHECK(x.hopeless());
  CAF_CHECK_GREATER(count, 20);
  CAF_CHECK_EQUAL(x.factor(), pressure::most);
}

CAF_TEST(who gets the whole log at last has hope again) {
  pressure x;
  while (!x.hopeless())
    x.missed();
  x.met();
  CAF_CHECK(!x.hopeless());
  x.replayed(10, 10, chunk);
  CAF_CHECK_EQUAL(x.factor(), 1u);
}

} // namespace schema_change::schema_change_pressure_suite
