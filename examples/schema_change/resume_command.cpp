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
  constexpr std::string_view resume = "--resume";
  constexpr std::string_view take_over = "--take-over";
  std::string result = "schema-change";
  auto options = true; // no more of them behind a --
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view word = args[i];
    if (options && word == resume) {
      ++i; // its value
      continue;
    }
    if (options
        && (word == take_over
            || word.substr(0, resume.size() + 1) == "--resume="))
      continue;
    options = options && word != "--";
    result += " " + shell_quoted(args[i]);
  }
  return result;
}

} // namespace schema_change
