#define CAF_SUITE statusctl_help

#include "../precompiled.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "statusctl/completion.hpp"
#include "statusctl/names.hpp"
#include "statusctl/options.hpp"

namespace statusctl::statusctl_help_suite {

namespace {

std::string said(const std::vector<std::string>& args) {
  auto line = read_command_line(args, {[](const char*) { return ""; }, "a@b"});
  CAF_CHECK_EQUAL(line.exit_code, 0);
  CAF_CHECK_EQUAL(line.err, "");
  CAF_CHECK(!line.wanted);
  return line.out;
}

bool contains(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos)
    return true;
  CAF_MESSAGE("there is no " << std::string{part});
  return false;
}

/// All options with their values, of all commands.
std::vector<option_info> all_options() {
  auto result = general_options();
  for (const auto& command : commands())
    result.insert(result.end(), command.options.begin(), command.options.end());
  return result;
}

std::string manual() {
  std::ifstream in{STATUSCTL_MANUAL};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The rest of each line that begins with `begin`.
std::set<std::string> rests(const std::string& text, const std::string& begin) {
  std::set<std::string> result;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);)
    if (line.rfind(begin, 0) == 0)
      result.insert(line.substr(begin.size()));
  return result;
}

} // namespace

CAF_TEST(the help names all commands and options and fits into 80 columns) {
  auto text = said({"--help"});
  CAF_CHECK_EQUAL(said({"-h"}), text);
  for (const auto& x : commands())
    CAF_CHECK(contains(text, "  " + std::string{x.name}));
  for (const auto& x : general_options())
    CAF_CHECK(contains(text, x.name));
  for (const auto& x : variables())
    CAF_CHECK(contains(text, x.name));
  for (const auto& x : exit_codes())
    CAF_CHECK(contains(text, x.text));
  for (const auto& x : commands())
    text += help_text(x);
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);)
    CAF_CHECK_LESS_OR_EQUAL(line.size(), 80u);
}

CAF_TEST(each command has help of its own) {
  for (const auto& x : commands()) {
    auto text = said({std::string{x.name}, "--help"});
    CAF_CHECK(contains(text, "Usage: statusctl " + std::string{x.name}));
    for (const auto& option : x.options)
      CAF_CHECK(contains(text, option.name));
    CAF_CHECK(contains(text, "\nExamples:\n  s"));
  }
}

CAF_TEST(the version is said) {
  CAF_CHECK_EQUAL(said({"--version"}), "statusctl " STATUSCTL_VERSION "\n");
}

CAF_TEST(the examples of the help are understood) {
  std::vector<std::string> lines;
  for (const auto& x : commands()) {
    std::istringstream in{std::string{x.examples}};
    for (std::string line; std::getline(in, line);)
      lines.push_back(line);
  }
  for (const auto& line : lines) {
    if (line.rfind("statusctl ", 0) != 0)
      continue;
    std::vector<std::string> words;
    std::istringstream in{line.substr(10, line.find(" &&") - 10)};
    for (std::string word; in >> word && word != "|" && word != ">";) {
      // A text in quotes is one word.
      for (std::string more;
           word.front() == '\'' && word.back() != '\'' && in >> more;)
        word += " " + more;
      words.push_back(word);
    }
    auto variable = [](const char* name) {
      return std::string{name} == "STATUSCTL_CONNECT" ? "db1:1" : "certs";
    };
    auto result = read_command_line(words, {variable, "a@b"});
    CAF_CHECK_EQUAL(result.err, "");
    CAF_CHECK(result.wanted);
  }
}

CAF_TEST(the manual has every command and option and no other) {
  auto text = manual();
  std::set<std::string> names;
  for (const auto& x : commands())
    names.insert(std::string{x.name}
                 + (x.argument.empty()          ? ""
                    : x.argument.front() == '[' ? " Op Ar TASK"
                    : x.argument.find('|') != std::string_view::npos
                      ? " Cm bash | zsh"
                      : " Ar " + std::string{x.argument}));
  CAF_CHECK(rests(text, ".It Ic ") == names);
  std::set<std::string> options;
  for (const auto& x : all_options())
    options.insert(std::string{x.name.substr(2)}
                   + (x.value.empty() ? ""
                      : x.value.find('|') != std::string_view::npos
                        ? " Cm " + std::string{x.value}
                        : " Ar " + std::string{x.value}));
  for (auto& x : rests(text, ".It Fl -"))
    CAF_CHECK_EQUAL(options.count(x), 1u);
  CAF_CHECK(rests(text, ".It Fl -") == options);
  std::set<std::string> all_variables;
  for (const auto& x : variables())
    all_variables.insert(std::string{x.name});
  CAF_CHECK(rests(text, ".It Ev ") == all_variables);
  std::set<std::string> codes;
  for (const auto& x : exit_codes())
    codes.insert(std::to_string(x.code));
  CAF_CHECK(rests(text, ".It ") == [&] {
    auto all = codes;
    for (const auto& x : rests(text, ".It "))
      if (x.find(' ') != std::string::npos)
        all.insert(x);
    return all;
  }());
}

CAF_TEST(both completions have every command and option) {
  for (const auto& script : {bash_completion(), zsh_completion()}) {
    for (const auto& x : commands())
      CAF_CHECK(contains(script, x.name));
    for (const auto& x : all_options())
      CAF_CHECK(contains(script, x.name));
    for (auto word : {"auto always never", "auto tty plain json", "bash zsh"})
      CAF_CHECK(contains(script, word));
  }
}

CAF_TEST(what may be meant is near or has the name in it) {
  std::vector<std::string> all{"add_email", "add_phone", "drop_email",
                               "shop-add_email-2"};
  CAF_CHECK_EQUAL(did_you_mean("add_emial", all), "; did you mean add_email?");
  CAF_CHECK_EQUAL(did_you_mean("email", all),
                  "; did you mean add_email, drop_email or shop-add_email-2?");
  CAF_CHECK_EQUAL(did_you_mean("zzz", all), "");
  CAF_CHECK_EQUAL(did_you_mean("", all), "");
  CAF_CHECK_EQUAL(did_you_mean("x", {}), "");
  CAF_CHECK_EQUAL(did_you_mean("a", {"b\x1b"}), "");
  CAF_CHECK_EQUAL(did_you_mean("ab", {"ab\x1b"}), "; did you mean ab??");
}

} // namespace statusctl::statusctl_help_suite
