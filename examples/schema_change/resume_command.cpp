#include <array>
#include <string_view>

#include "schema_change/cli.hpp"

namespace schema_change {

namespace {

std::string shell_quoted(const std::string& word) {
  constexpr std::string_view plain
    = "abcdefghijklmnopqrstuvwxyz"
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
      "0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
    return word;
  std::string result = "'";
  for (auto c : word)
    result += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return result + "'";
}

} // namespace

std::string resume_command(const std::vector<std::string>& args) {
  // What is done by then, or stored.
  constexpr std::array<std::string_view, 2> with_value{"--resume", "--steer"};
  constexpr std::string_view take_over = "--take-over";
  std::string result = "schema-change";
  auto options = true; // no more of them behind a --
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view word = args[i];
    auto dropped = word == take_over;
    for (auto x : with_value) {
      dropped = dropped || word.substr(0, word.find('=')) == x;
      if (options && word == x)
        ++i; // its value
    }
    if (options && dropped)
      continue;
    options = options && word != "--";
    result += " " + shell_quoted(args[i]);
  }
  return result;
}

} // namespace schema_change
