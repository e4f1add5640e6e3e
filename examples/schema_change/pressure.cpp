#include "schema_change/pressure.hpp"

namespace schema_change {

namespace {

/// So many transactions are judged together: writers come in bursts.
constexpr uint64_t together = 20;

/// So many windows at the highest pressure must be lost in a row.
constexpr uint64_t lost_in_a_row = 3;

/// So often may the log be too long before the pressure grows.
constexpr uint64_t misses = 4;

} // namespace

void pressure::replayed(uint64_t changes, uint64_t waiting, uint64_t chunk) {
  if (waiting <= chunk * factor_) {
    if (missed_ == 0) {
      lost_ = 0;
      if (waiting <= chunk)
        factor_ = 1;
    }
    return begin_window();
  }
  if (transactions_ == 0)
    waited_ = waiting + changes;
  done_ += changes;
  if (++transactions_ < together)
    return;
  auto gained = waited_ > waiting ? waited_ - waiting : 0;
  // Less than a quarter of the work shortens the log.
  if (gained < done_ / 4)
    harder();
  else
    lost_ = 0;
  begin_window();
}

void pressure::missed() {
  if (++missed_ % misses == 0)
    harder();
}

void pressure::met() {
  missed_ = 0;
  lost_ = 0;
}

bool pressure::hopeless() const {
  return lost_ >= lost_in_a_row;
}

void pressure::begin_window() {
  transactions_ = 0;
  done_ = 0;
}

void pressure::harder() {
  if (factor_ < most)
    factor_ *= 2;
  else
    ++lost_;
}

} // namespace schema_change
