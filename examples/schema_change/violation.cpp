#include "schema_change/violation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace schema_change {

std::string shown_key(const copy_key& key, const row& values) {
  std::vector<std::string> names;
  std::vector<std::string> texts;
  for (size_t i = 0; i < key.parts.size() && i < values.size(); ++i) {
    names.push_back(key.parts[i].source);
    texts.push_back(shown(values[i]));
  }
  if (names.size() == 1)
    return fmt::format("{}={}", names.front(), texts.front());
  return fmt::format("({})=({})", join(names, ", "), join(texts, ", "));
}

std::string shown_position(const copy_key& key, const row& values,
                           uint64_t change) {
  return fmt::format("{} change={}", shown_key(key, values), change);
}

failure violation(const plan& x, const sqlite_error& error,
                  const std::string& example) {
  auto text = error.reason();
  // People know the table by its name, not by that of the shadow.
  for (auto at = text.find(x.names.shadow); at != std::string::npos;
       at = text.find(x.names.shadow, at + x.source.name.size()))
    text.replace(at, x.names.shadow.size(), x.source.name);
  return {status::ec::bad_argument, leftovers::removed,
          fmt::format("the rows of {0} do not fit its new definition: {1}{2}. "
                      "{0} is as it was; change the rows or the definition and "
                      "start again",
                      x.source.name, text,
                      example.empty() ? "" : ", at the row " + example)};
}

failure unusable_key(const plan& x, const row& key) {
  auto null = std::any_of(key.begin(), key.end(), [](const value& part) {
    return std::holds_alternative<std::monostate>(part);
  });
  return {status::ec::bad_argument, leftovers::removed,
          fmt::format(
            "the row {0} of {1} {2}, so it could not be found again in the new "
            "table. {1} is as it was; change the row and start again",
            shown_key(x.key, key), x.source.name,
            null ? "has NULL in its key"
                 : "has a key that the new type would change")};
}

} // namespace schema_change
