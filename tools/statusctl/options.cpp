#include "statusctl/options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "cli/text.hpp"
#include "statusctl/given.hpp"
#include "statusctl/names.hpp"

namespace statusctl {

namespace {

constexpr int usage = 2;

class reader {
public:
  explicit reader(given_words& into) : into_(into) {
    app_.set_help_flag();
    app_.require_subcommand(0, 1);
    for (const auto& x : general_options())
      add(app_, x);
    for (const auto& x : commands())
      add(x);
  }

  /// Returns the command, or nullptr if there is none.
  const command_info* parse(std::vector<std::string> args) {
    std::reverse(args.begin(), args.end()); // CLI11 takes them from the back
    try {
      app_.parse(std::move(args));
    } catch (const CLI::ExtrasError&) {
      complain_of_words();
    }
    for (const auto& x : commands())
      if (app_.got_subcommand(std::string{x.name}))
        return &x;
    return nullptr;
  }

private:
  void add(CLI::App& to, const option_info& x) {
    std::string name{x.name};
    if (x.value.empty()) {
      auto names = name == "--help" ? "-h," + name : name;
      to.add_flag(names, into_.flags[name])->disable_flag_override();
      return;
    }
    auto keep = [this, name](const std::string& text) {
      into_.values[name].push_back(text);
    };
    to.add_option_function<std::string>(name, keep)
      ->take_last()
      ->trigger_on_parse()
      ->type_name("value");
  }

  void add(const command_info& x) {
    auto* sub = app_.add_subcommand(std::string{x.name});
    sub->set_help_flag();
    sub->fallthrough();
    if (!x.argument.empty())
      sub->add_option("ARGUMENT", into_.argument)->type_name("value");
    for (const auto& option : x.options)
      add(*sub, option);
  }

  static bool is_option(const std::string& word) {
    return word.size() > 1 && word.front() == '-';
  }

  static bool any_has(const std::string& option) {
    auto is_it = [&option](const option_info& x) { return x.name == option; };
    return std::any_of(
      commands().begin(), commands().end(), [&is_it](const command_info& x) {
        return std::any_of(x.options.begin(), x.options.end(), is_it);
      });
  }

  static std::string no_option(const std::string& given,
                               const command_info* of) {
    auto word = given.substr(0, given.find('='));
    std::vector<std::string> names;
    for (const auto& x : general_options())
      names.emplace_back(x.name);
    if (of)
      for (const auto& x : of->options)
        names.emplace_back(x.name);
    auto what = of ? std::string{of->name} + " has" : std::string{"there is"};
    // Of one with two letters everything would be near.
    auto guess = word.size() > 4 ? did_you_mean(word, names) : std::string{};
    return what + " no option '" + word + "'" + guess;
  }

  /// Complains of the first word that nothing takes: an option, or what should
  /// have been a command.
  [[noreturn]] void complain_of_words() const {
    const command_info* of = nullptr;
    for (const auto& x : commands())
      if (app_.got_subcommand(std::string{x.name}))
        of = &x;
    auto words = app_.remaining(true);
    auto option = std::find_if(words.begin(), words.end(), is_option);
    auto other = std::find_if_not(words.begin(), words.end(), is_option);
    // What follows an option that does not exist is its value, not a command.
    auto comes_first
      = option < other && !any_has(option->substr(0, option->find('=')));
    if (option != words.end() && (of || other == words.end() || comes_first))
      throw std::invalid_argument{no_option(*option, of)};
    if (of)
      throw std::invalid_argument{std::string{of->name} + ": '" + *other
                                  + "' is one word too many"};
    std::vector<std::string> names;
    for (const auto& x : commands())
      names.emplace_back(x.name);
    throw std::invalid_argument{"there is no command '" + *other + "'"
                                + (*other == "help"
                                     ? "; statusctl --help says which there are"
                                     : did_you_mean(*other, names))};
  }

  given_words& into_;
  CLI::App app_{"", "statusctl"};
};

} // namespace

command_line read_command_line(const std::vector<std::string>& args,
                               const surroundings& here) {
  command_line result;
  auto wrong = [&result](const char* what) {
    result.exit_code = usage;
    result.err = "statusctl: " + cli::printable(what)
                 + "\nNothing was done. Try statusctl --help.\n";
  };
  try {
    given_words given;
    const auto* what = reader{given}.parse(args);
    if (given.flag("--version")) {
      result.out = "statusctl " STATUSCTL_VERSION "\n";
    } else if (given.flag("--help")) {
      result.out = what ? help_text(*what) : help_text();
    } else if (!what) {
      wrong("a command is missing, such as list");
    } else {
      given.what = what->what;
      result.wanted = understand(given, here);
    }
  } catch (const CLI::Error& ex) {
    wrong(ex.what());
  } catch (const std::invalid_argument& ex) {
    wrong(ex.what());
  }
  return result;
}

} // namespace statusctl
