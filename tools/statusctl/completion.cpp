#include "statusctl/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "statusctl/grammar.hpp"

namespace statusctl {

namespace {

std::string words(std::string_view choices) {
  std::string result{choices};
  std::replace(result.begin(), result.end(), '|', ' ');
  return result;
}

/// All options of all commands, each name once.
std::vector<option_info> all_options() {
  auto result = general_options();
  for (const auto& command : commands())
    for (const auto& x : command.options)
      if (std::none_of(result.begin(), result.end(),
                       [&x](const auto& y) { return x.name == y.name; }))
        result.push_back(x);
  return result;
}

std::string names(const std::vector<option_info>& options) {
  std::string result;
  for (const auto& x : options)
    result.append(" ").append(x.name);
  return result;
}

bool has_choices(std::string_view value) {
  return value.find('|') != std::string_view::npos;
}

/// A text in single quotes, where a colon or a bracket would end it too early.
std::string quoted(std::string_view text) {
  std::string result;
  for (auto c : text) {
    if (c == '\'')
      result += "'\\'";
    if (c == ':' || c == '[' || c == ']')
      result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_option(const option_info& x) {
  auto result = fmt::format("'*{}[{}]", x.name, quoted(x.text));
  if (!x.value.empty()) {
    std::string how = x.value == "FILE"      ? "_files"
                      : x.value == "DIR"     ? "_files -/"
                      : has_choices(x.value) ? "(" + words(x.value) + ")"
                                             : "";
    result
      += fmt::format(":{}:{}", has_choices(x.value) ? "value" : x.value, how);
  }
  return result + "'";
}

} // namespace

std::string bash_completion() {
  std::string result
    = "# Completes statusctl in bash.\n"
      "_statusctl() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]}\n"
      "  local before=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  local command= i\n"
      "  COMPREPLY=()\n"
      "  case $before in\n";
  for (const auto& x : all_options()) {
    if (x.value.empty())
      continue;
    std::string how;
    if (has_choices(x.value))
      how = fmt::format("-W '{}'", words(x.value));
    else if (x.value == "FILE")
      how = "-f";
    else if (x.value == "DIR")
      how = "-d";
    if (how.empty())
      result += fmt::format("    {}) return ;;\n", x.name);
    else
      result += fmt::format(
        "    {})\n"
        "      mapfile -t COMPREPLY < <(compgen {} -- "
        "\"$word\")\n"
        "      return\n"
        "      ;;\n",
        x.name, how);
  }
  result += "  esac\n"
            "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
            "    case ${COMP_WORDS[i]} in\n      ";
  for (const auto& x : commands())
    result += fmt::format("{}{}", x.what == command::list ? "" : " | ", x.name);
  result += ") command=${COMP_WORDS[i]} && break ;;\n"
            "    esac\n"
            "  done\n"
            "  local words='"
            + names(general_options()).substr(1)
            + "'\n"
              "  case $command in\n"
              "    '') words+='";
  for (const auto& x : commands())
    result += fmt::format(" {}", x.name);
  result += "' ;;\n";
  for (const auto& x : commands()) {
    auto more = names(x.options);
    if (has_choices(x.argument))
      more += " " + words(x.argument);
    if (!more.empty())
      result += fmt::format("    {}) words+='{}' ;;\n", x.name, more);
  }
  return result
         + "  esac\n"
           "  if [[ $command = certs && $word != -* ]]; then\n"
           "    mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n"
           "  else\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
           "  fi\n"
           "}\n"
           "complete -F _statusctl statusctl\n";
}

std::string zsh_completion() {
  std::string result
    = "#compdef statusctl\n"
      "# Completes statusctl in zsh.\n"
      "_statusctl() {\n"
      "  local -a commands general\n"
      "  local line state\n"
      "  general=(\n";
  for (const auto& x : general_options())
    result += "    " + zsh_option(x) + "\n";
  result += "  )\n"
            "  commands=(\n";
  for (const auto& x : commands())
    result += fmt::format("    '{}:{}'\n", x.name, quoted(x.summary));
  result += "  )\n"
            "  _arguments -C $general '1:command:->command' "
            "'*::argument:->argument'\n"
            "  case $state in\n"
            "    command) _describe command commands ;;\n"
            "    argument)\n"
            "      case $line[1] in\n";
  for (const auto& x : commands()) {
    auto more = std::string{};
    for (const auto& option : x.options)
      more += " " + zsh_option(option);
    if (has_choices(x.argument))
      more += fmt::format(" '1:{}:({})'", "shell", words(x.argument));
    else if (x.argument == "DIR")
      more += " '1:folder:_files -/'";
    else if (!x.argument.empty())
      more += " '1:task:'";
    result
      += fmt::format("        {}) _arguments $general{} ;;\n", x.name, more);
  }
  return result
         + "      esac\n"
           "      ;;\n"
           "  esac\n"
           "}\n"
           "if [[ $funcstack[1] = _statusctl ]]; then\n"
           "  _statusctl \"$@\"\n"
           "else\n"
           "  compdef _statusctl statusctl\n"
           "fi\n";
}

} // namespace statusctl
