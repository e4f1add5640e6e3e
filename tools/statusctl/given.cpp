#include "statusctl/given.hpp"

#include <initializer_list>
#include <stdexcept>
#include <utility>

#include "cli/text.hpp"
#include "cli/values.hpp"
#include "status/messages/desk.hpp"
#include "status/messages/error.hpp"
#include "status/net/certificates.hpp"

namespace statusctl {

namespace {

constexpr size_t longest_text = 1024;

[[noreturn]] void complain(const std::string& text) {
  throw std::invalid_argument{text};
}

bool has_control(const std::string& text) {
  return cli::printable(text) != text;
}

class meaning {
public:
  meaning(const given_words& given, const surroundings& here)
    : given_(given), here_(here) {}

  options all() {
    what_to_do();
    check_argument();
    check_words();
    if (x_.what != command::certs && x_.what != command::completion)
      how_to_connect();
    return std::move(x_);
  }

private:
  /// Of an option, or else of a variable.
  std::string value(const char* option, const char* variable) const {
    return given_.has(option) ? given_.value(option) : here_.variable(variable);
  }

  template <class T>
  T choice(const char* option, T otherwise,
           std::initializer_list<std::pair<const char*, T>> all) const {
    if (!given_.has(option))
      return otherwise;
    std::string names;
    for (const auto& [name, value] : all) {
      if (given_.value(option) == name)
        return value;
      names += (names.empty() ? "" : ", ") + std::string{name};
    }
    complain(option + (": '" + given_.value(option)) + "' is none of " + names);
  }

  void what_to_do() {
    x_.what = given_.what;
    x_.argument = given_.argument;
    x_.filter = given_.value("--filter");
    x_.all = given_.flag("--all");
    x_.json = given_.flag("--json");
    x_.yes = given_.flag("--yes");
    x_.by = given_.has("--by") ? given_.value("--by") : here_.who;
    x_.reason = given_.value("--reason");
    if (given_.has("--host"))
      x_.hosts = given_.values.at("--host");
    x_.progress = choice("--progress", progress_mode::automatic,
                         {{"auto", progress_mode::automatic},
                          {"tty", progress_mode::tty},
                          {"plain", progress_mode::plain},
                          {"json", progress_mode::json}});
    if (x_.json && given_.has("--progress")
        && x_.progress != progress_mode::json)
      complain("give --json or --progress, not both");
    if (x_.json)
      x_.progress = progress_mode::json;
    x_.color = choice("--color", color_mode::automatic,
                      {{"auto", color_mode::automatic},
                       {"always", color_mode::always},
                       {"never", color_mode::never}});
  }

  void check_argument() const {
    const auto& what = info(x_.what);
    auto name = std::string{what.name};
    auto may_miss = what.argument.empty() || what.argument.front() == '[';
    if (x_.argument.empty() && !may_miss)
      complain(name + ": " + std::string{what.argument}
               + " is missing or empty");
    if (x_.what == command::completion && x_.argument != "bash"
        && x_.argument != "zsh")
      complain(name + ": '" + x_.argument + "' is none of bash, zsh");
    if (what.argument.find("TASK") == std::string_view::npos)
      return;
    if (!x_.argument.empty()
        && (!status::is_name(x_.argument) || has_control(x_.argument)))
      complain("'" + x_.argument
               + "' is no task's name: they have 1 to 256 printable "
                 "characters and no blanks");
    if (!x_.argument.empty() && !x_.filter.empty())
      complain("give a TASK or --filter, not both");
  }

  void check_words() const {
    for (const auto& [name, text] :
         {std::pair{"--by", &x_.by}, std::pair{"--reason", &x_.reason},
          std::pair{"--filter", &x_.filter}})
      if (text->size() > longest_text || has_control(*text))
        complain(std::string{name}
                 + " is one line of at most 1024 bytes, without control "
                   "characters");
    if (x_.by.empty())
      complain("--by is empty: say who you are");
    if (x_.what == command::cancel && x_.reason.empty())
      complain("--reason is missing or empty: say why the task is cancelled");
  }

  void how_to_connect() {
    if (given_.has("--timeout"))
      try {
        x_.timeout = cli::parse_limit(given_.value("--timeout"));
      } catch (const std::invalid_argument& ex) {
        complain(std::string{"--timeout: "} + ex.what());
      }
    where();
    x_.plain = given_.flag("--plain");
    if (x_.plain)
      plainly();
    else
      securely();
  }

  void where() {
    if (given_.has("--connect") && given_.has("--fleet"))
      complain("give --connect or --fleet, not both");
    auto name = given_.has("--fleet") ? "--fleet" : "--connect";
    auto text = value(name, "STATUSCTL_CONNECT");
    if (text.empty())
      complain(
        "--connect is missing: name a runner or a fleet as HOST:PORT, "
        "or set STATUSCTL_CONNECT");
    auto found = status::net::parse_endpoint(text);
    if (!found)
      complain(name + (": " + status::to_text(found.error())));
    x_.where = *found;
    if (x_.where.port == 0)
      complain(name + (": '" + text) + "' has no port to connect to");
  }

  void plainly() const {
    for (const auto* name : {"--certs", "--cert", "--key", "--ca"})
      if (given_.has(name))
        complain(std::string{"give --plain or "} + name + ", not both");
    if (!status::net::is_loopback(x_.where))
      complain(
        "--plain is for this host only, 127.0.0.1, ::1 or localhost: "
        "name certificates for "
        + to_string(x_.where));
  }

  void securely() {
    auto& files = x_.files;
    auto folder = value("--certs", "STATUSCTL_CERTS");
    if (!folder.empty())
      files = status::net::files_in(folder, "client");
    std::string missing;
    auto take = [&](std::string& into, const char* name, const char* variable) {
      if (auto text = value(name, variable); !text.empty())
        into = text;
      if (into.empty())
        missing += (missing.empty() ? "" : ", ") + std::string{name};
    };
    take(files.certificate, "--cert", "STATUSCTL_CERT");
    take(files.key, "--key", "STATUSCTL_KEY");
    take(files.authority, "--ca", "STATUSCTL_CA");
    if (!missing.empty())
      complain(
        "certificates are missing: name the folder that `statusctl "
        "certs DIR` has made, --certs DIR, or give "
        + missing);
  }

  const given_words& given_;
  const surroundings& here_;
  options x_;
};

} // namespace

bool given_words::flag(const std::string& option) const {
  auto i = flags.find(option);
  return i != flags.end() && i->second;
}

std::string given_words::value(const std::string& option) const {
  auto i = values.find(option);
  return i == values.end() ? std::string{} : i->second.back();
}

options understand(const given_words& given, const surroundings& here) {
  return meaning{given, here}.all();
}

} // namespace statusctl
