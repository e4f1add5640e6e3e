/// What a command line says, before it is known whether it makes sense.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "statusctl/options.hpp"

namespace statusctl {

struct given_words {
  command what = command::list;
  std::string argument;
  std::map<std::string, bool> flags;
  std::map<std::string, std::vector<std::string>> values;

  bool has(const std::string& option) const {
    return values.count(option) != 0;
  }

  bool flag(const std::string& option) const;

  /// The last one counts; nothing if there is none.
  std::string value(const std::string& option) const;
};

/// Understands what was given. Throws `std::invalid_argument`.
options understand(const given_words& given, const surroundings& here);

} // namespace statusctl
