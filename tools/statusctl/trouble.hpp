/// Why a command could not be done, with its exit code.
#pragma once

#include <caf/error.hpp>

#include <stdexcept>
#include <string>

namespace statusctl {

enum class exit_code : int {
  done = 0,
  failed = 1,
  usage = 2,
  cancelled = 3,
  not_saved = 4,
  unclear = 5,
  unreachable = 69,
  too_late = 124,
  left = 130,
};

/// Ends a command. The text is for people: what, where, why, what to do.
class trouble : public std::runtime_error {
public:
  trouble(exit_code code, const std::string& text)
    : std::runtime_error(text), code_(code) {}

  exit_code code() const {
    return code_;
  }

private:
  exit_code code_;
};

/// Judges an error that a desk or a connection has answered. A pure function.
exit_code judge(const caf::error& why);

/// Makes trouble of such an error.
trouble trouble_with(const std::string& what, const caf::error& why);

} // namespace statusctl
