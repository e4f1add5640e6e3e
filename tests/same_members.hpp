// The comparison of all members of a message. A member that is added to a
// message does not compile here until it is compared, too.
#pragma once

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "status/actors.hpp"
#include "status/messages/desk.hpp"

namespace status::test {

inline auto members(const attempt& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const checkpoint& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const attempt_record& x) {
  const auto& [a, b, c, d, e, f] = x;
  return std::tie(a, b, c, d, e, f);
}

inline auto members(const attempt_history& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const table_progress& x) {
  const auto& [a, b, c, d] = x;
  return std::tie(a, b, c, d);
}

inline auto members(const eta& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const throttle& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const progress& x) {
  const auto& [a, b, c, d, e, f, g, h, i, j] = x;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}

inline auto members(const stream_position& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const transition& x) {
  const auto& [a, b, c, d, e, f] = x;
  return std::tie(a, b, c, d, e, f);
}

inline auto members(const snapshot& x) {
  const auto& [a, b, c, d, e, f, g, h, i, j] = x;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}

inline auto members(const catch_up& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const verdict& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const watch_result& x) {
  const auto& [a, b, c, d] = x;
  return std::tie(a, b, c, d);
}

inline auto members(const stop_order& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const run_result& x) {
  const auto& [a, b, c, d] = x;
  return std::tie(a, b, c, d);
}

inline auto members(const steering_order& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const standing_word& x) {
  const auto& [a, b, c, d] = x;
  return std::tie(a, b, c, d);
}

inline auto members(const steering& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const desk_info& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const task_entry& x) {
  const auto& [a, b, c, d, e, f, g, h] = x;
  return std::tie(a, b, c, d, e, f, g, h);
}

inline auto members(const task_filter& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const task_list& x) {
  const auto& [a] = x;
  return std::tie(a);
}

inline auto members(const task_update& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}

inline auto members(const task_updates& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const task_position& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

inline auto members(const follow_order& x) {
  const auto& [a, b] = x;
  return std::tie(a, b);
}

// -- comparison ----------------------------------------------------------------

template <class T, class = void>
struct has_members : std::false_type {};

template <class T>
struct has_members<T, std::void_t<decltype(members(std::declval<T>()))>>
  : std::true_type {};

/// Whether all members are the same, those of members included.
class same_members {
public:
  template <class T>
  bool operator()(const T& x, const T& y) const {
    if constexpr (has_members<T>::value)
      return pairwise(members(x), members(y));
    else if constexpr (std::is_same_v<T, caf::error>)
      return x == y && to_text(x) == to_text(y);
    else
      return x == y;
  }

  template <class T>
  bool operator()(const std::vector<T>& x, const std::vector<T>& y) const {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), *this);
  }

private:
  template <class... Ts>
  bool pairwise(const std::tuple<const Ts&...>& x,
                const std::tuple<const Ts&...>& y) const {
    return std::apply(
      [&](const auto&... xs) {
        return std::apply(
          [&](const auto&... ys) { return ((*this)(xs, ys) && ...); }, y);
      },
      x);
  }
};

constexpr same_members same{};

/// Whether no member is the same, so that a lost one shows.
template <class T>
bool all_differ(const T& x, const T& y) {
  return std::apply(
    [&](const auto&... xs) {
      return std::apply(
        [&](const auto&... ys) { return (!same(xs, ys) && ...); }, members(y));
    },
    members(x));
}

} // namespace status::test
