#include "schema_change/parent_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

std::vector<std::string> key_of(const new_link& x, const std::string& prefix) {
  std::vector<std::string> result;
  for (const auto& column : x.parent_key)
    result.push_back(prefix + in_quotes(column));
  return result;
}

std::string note(const plan& what, const new_link& x, const std::string& prefix,
                 const std::string& rest) {
  std::vector<std::string> columns;
  for (size_t i = 1; i <= x.parent_key.size(); ++i)
    columns.push_back(fmt::format("p{}", i));
  return fmt::format("INSERT INTO {}(link, {}) SELECT {}, {}{};",
                     in_quotes(what.names.parent_log), join(columns, ", "),
                     x.number, join(key_of(x, prefix), ", "), rest);
}

std::string moved(const new_link& x) {
  std::vector<std::string> parts;
  auto before = key_of(x, "OLD.");
  auto after = key_of(x, "NEW.");
  for (size_t i = 0; i < before.size(); ++i)
    parts.push_back(
      fmt::format("{} IS NOT {} COLLATE BINARY", after[i], before[i]));
  return " WHERE " + join(parts, " OR ");
}

} // namespace

std::vector<stored_object> parent_log(const plan& what,
                                      const std::string& token) {
  std::vector<stored_object> result;
  if (what.links.empty())
    return result;
  size_t width = 0;
  for (const auto& x : what.links)
    width = std::max(width, x.parent_key.size());
  std::vector<std::string> columns{"seq INTEGER PRIMARY KEY", "link"};
  for (size_t i = 1; i <= width; ++i)
    columns.push_back(fmt::format("p{}", i));
  result.push_back(
    {what.names.parent_log, fmt::format("CREATE TABLE {}({} /* {} */)",
                                        in_quotes(what.names.parent_log),
                                        join(columns, ", "), token)});
  for (const auto& x : what.links) {
    // The replay sees which rows go away from the table itself.
    if (x.itself)
      continue;
    auto add = [&](const char* suffix, const char* when,
                   const std::string& body) {
      auto name
        = fmt::format("{}_{}{}", what.names.parent_log, x.number, suffix);
      result.push_back(
        {name, fmt::format("CREATE TRIGGER {} {} ON {} BEGIN /* {} */ {} END",
                           in_quotes(name), when, in_quotes(x.key.parent),
                           token, body)});
    };
    add("_delete", "AFTER DELETE", note(what, x, "OLD.", ""));
    add("_update", "AFTER UPDATE", note(what, x, "OLD.", moved(x)));
    std::string displaced;
    for (const auto& condition : x.displacements)
      displaced += note(what, x, "s.",
                        fmt::format(" FROM {} AS s WHERE {}",
                                    in_quotes(x.key.parent), condition));
    if (displaced.empty())
      continue;
    add("_before_insert", "BEFORE INSERT", displaced);
    add("_before_update", "BEFORE UPDATE", displaced);
  }
  return result;
}

} // namespace schema_change
