#define CAF_SUITE schema_change_pacer

#include "schema_change/pacer.hpp"

#include "caf/test/unit_test.hpp"

namespace schema_change {

using namespace std::chrono_literals;

namespace {

// The size that chunks settle at with 10 us of work per row.
uint64_t settled(std::chrono::nanoseconds commit) {
  chunk_size size{50ms};
  for (int i = 0; i < 100; ++i) {
    auto work = size.rows() * 10us;
    size.took(size.rows(), effort_of(work, work + commit));
  }
  return size.rows();
}

} // namespace

CAF_TEST(a chunk takes as long as is wanted) {
  CAF_CHECK_EQUAL(settled(1ms), 5000u);
}

CAF_TEST(a commit that takes longer than the work makes chunks smaller) {
  CAF_CHECK_LESS(settled(70ms), 5000u);
}

CAF_TEST(a disk that is slow to commit makes no tiny chunks) {
  CAF_CHECK_GREATER_OR_EQUAL(settled(150ms), 1200u);
  CAF_CHECK_GREATER_OR_EQUAL(settled(10s), 1200u);
}

} // namespace schema_change
