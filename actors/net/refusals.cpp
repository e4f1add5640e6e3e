#include "actors/net/refusals.hpp"

#include <utility>

namespace status::net {

std::string refusals::next(time_point now, const std::string& who,
                           const std::string& why) {
  if (now - began_ >= window) {
    began_ = now;
    lines_ = 0;
  }
  if (lines_ == most_lines) {
    ++untold_;
    return {};
  }
  ++lines_;
  auto result = "turned away " + who + ": " + why;
  if (auto more = std::exchange(untold_, 0); more > 0)
    result += "; and " + std::to_string(more) + " others before";
  return result;
}

} // namespace status::net
