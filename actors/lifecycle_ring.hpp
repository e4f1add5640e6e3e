/// The last of many, as a life keeps them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace status {

/// Keeps the last values, and takes no more memory than there are. All `add` of
/// one ring name the same capacity.
template <class T>
class ring {
public:
  void add(T x, size_t capacity) {
    if (values_.size() < capacity) {
      if (values_.size() == values_.capacity())
        values_.reserve(
          std::min(capacity, std::max<size_t>(2 * values_.size(), 1)));
      values_.emplace_back(std::move(x));
    } else if (capacity > 0) {
      values_[oldest_] = std::move(x);
      oldest_ = (oldest_ + 1) % capacity;
    }
  }

  size_t size() const noexcept {
    return values_.size();
  }

  /// The last `count`, which must not be more than there are, oldest first.
  std::vector<T> last(size_t count) const {
    std::vector<T> result;
    result.reserve(count);
    for (auto i = size() - count; i < size(); ++i)
      result.emplace_back(values_[(oldest_ + i) % size()]);
    return result;
  }

private:
  std::vector<T> values_;
  size_t oldest_ = 0;
};

} // namespace status
