#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "statusctl/options.hpp"

namespace statusctl {

namespace {

constexpr size_t column = 26;
constexpr size_t width = 80;

/// `  left      text`, with the text wrapped into lines of its own.
std::string row(const std::string& left, std::string_view text) {
  auto result = "  " + left;
  if (result.size() + 2 > column)
    result += "\n" + std::string(column, ' ');
  else
    result.resize(column, ' ');
  auto used = column;
  while (!text.empty()) {
    auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (used > column && used + 1 + word.size() > width) {
      result += "\n" + std::string(column, ' ');
      used = column;
    }
    if (used > column) {
      result += ' ';
      ++used;
    }
    result += word;
    used += word.size();
  }
  return result + "\n";
}

std::string row(const option_info& x) {
  auto left = std::string{x.name};
  if (!x.value.empty())
    left.append(" ").append(x.value);
  return row(left, x.text);
}

std::string rows(const char* title, const std::vector<option_info>& all) {
  auto result = fmt::format("\n{}:\n", title);
  for (const auto& x : all)
    result += row(x);
  return result;
}

std::string indented(std::string_view lines) {
  std::string result;
  while (!lines.empty()) {
    auto end = lines.find('\n') + 1;
    result.append("  ").append(lines.substr(0, end));
    lines.remove_prefix(end);
  }
  return result;
}

} // namespace

std::string help_text() {
  std::string result
    = "Usage: statusctl --connect HOST:PORT COMMAND [ARGUMENT] [OPTION]...\n"
      "\n"
      "Looks at long jobs that run elsewhere, and steers them: those of one "
      "runner, or\nof a fleet of them.\n\nCommands:\n";
  for (const auto& x : commands()) {
    auto left = std::string{x.name};
    if (!x.argument.empty())
      left.append(" ").append(x.argument);
    result += row(left, x.summary);
  }
  result += "\nstatusctl COMMAND --help says more of each.\n";
  result += rows("Options", general_options());
  result += rows("Environment", variables());
  result += "\nTIME is a number and a unit, ms, s, m, h or d, such as 30s or "
            "1h30m.\n\nExit codes:\n";
  for (const auto& x : exit_codes())
    result += fmt::format("  {:>3}  {}\n", x.code, x.text);
  return result
         + "\nExamples:\n"
           "  statusctl certs ./certs\n"
           "  export STATUSCTL_CONNECT=db1:4242 STATUSCTL_CERTS=./certs\n"
           "  statusctl list\n"
           "  statusctl watch add_email\n"
           "  statusctl hold add_email --reason 'not during the sale'\n";
}

std::string help_text(const command_info& of) {
  auto result = fmt::format("Usage: statusctl {}{}{}{}\n\n", of.name,
                            of.argument.empty() ? "" : " ", of.argument,
                            of.options.empty() ? "" : " [OPTION]...");
  auto summary = std::string{of.summary};
  summary.front() = static_cast<char>(summary.front() - 'a' + 'A');
  result += summary + ".\n" + std::string{of.details};
  if (!of.options.empty())
    result += rows("Options", of.options);
  if (of.what != command::certs && of.what != command::completion)
    result += "\nstatusctl --help says how to connect, and the exit codes.\n";
  return result + "\nExamples:\n" + indented(of.examples);
}

} // namespace statusctl
