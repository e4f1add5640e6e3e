#define CAF_SUITE statusctl_options

#include "../precompiled.hpp"

#include <map>

#include "statusctl/options.hpp"

namespace statusctl::statusctl_options_suite {

using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;
using variables_set = std::map<std::string, std::string>;

command_line read(const words& args, const variables_set& set = {}) {
  auto variable = [set](const char* name) {
    auto i = set.find(name);
    return i == set.end() ? std::string{} : i->second;
  };
  return read_command_line(args, {variable, "alice@db1"});
}

/// Somewhere to connect to.
const variables_set here{{"STATUSCTL_CONNECT", "db1:4242"},
                         {"STATUSCTL_CERTS", "/certs"}};

options wanted(const words& args, const variables_set& set = here) {
  auto line = read(args, set);
  if (!line.wanted)
    CAF_FAIL(line.err << line.out);
  return *line.wanted;
}

/// Returns why the arguments are refused.
std::string refusal(const words& args, const variables_set& set = here) {
  auto line = read(args, set);
  CAF_CHECK(!line.wanted);
  CAF_CHECK_EQUAL(line.exit_code, 2);
  CAF_CHECK_EQUAL(line.out, "");
  auto end = line.err.find("\nNothing was done. Try statusctl --help.\n");
  CAF_CHECK_EQUAL(line.err.rfind("statusctl: ", 0), 0u);
  if (end == std::string::npos)
    CAF_FAIL("another text: " << line.err);
  return line.err.substr(11, end - 11);
}

} // namespace

CAF_TEST(every command is understood) {
  for (const auto& x : commands()) {
    words args{std::string{x.name}};
    if (x.argument.find("TASK") != std::string_view::npos)
      args.emplace_back("add_email");
    else if (x.what == command::completion)
      args.emplace_back("zsh");
    else if (!x.argument.empty())
      args.emplace_back("folder");
    if (x.what == command::cancel)
      args.insert(args.end(), {"--reason", "wrong"});
    auto result = wanted(args);
    CAF_CHECK(result.what == x.what);
    CAF_CHECK_EQUAL(result.argument, args.size() == 1 ? "" : args[1]);
    CAF_CHECK(info(x.what).name == x.name);
  }
}

CAF_TEST(every option of every command is understood) {
  for (const auto& x : commands())
    for (const auto& option : x.options) {
      words args{std::string{x.name}, std::string{option.name}};
      if (!option.value.empty())
        args.emplace_back(option.name == "--progress" ? "plain" : "text");
      if (!x.argument.empty() && option.name != "--filter")
        args.emplace_back("x");
      if (x.what == command::cancel && option.name != "--reason")
        args.insert(args.end(), {"--reason", "wrong"});
      CAF_CHECK(wanted(args).what == x.what);
    }
}

CAF_TEST(values arrive where they belong) {
  auto x = wanted({"list", "--filter", "shop", "--all", "--json"});
  CAF_CHECK_EQUAL(x.filter, "shop");
  CAF_CHECK(x.all);
  CAF_CHECK(x.json);
  CAF_CHECK(!x.yes);
  x = wanted({"cancel", "t", "--reason", "why not", "--by", "bob", "--yes"});
  CAF_CHECK_EQUAL(x.reason, "why not");
  CAF_CHECK_EQUAL(x.by, "bob");
  CAF_CHECK(x.yes);
  CAF_CHECK_EQUAL(wanted({"pause", "t"}).by, "alice@db1");
  x = wanted({"certs", "d", "--host", "a", "--host", "b"});
  CAF_CHECK(x.hosts == words({"a", "b"}));
  CAF_CHECK(wanted({"list", "--color", "never"}).color == color_mode::never);
  CAF_CHECK(wanted({"watch", "--json"}).progress == progress_mode::json);
  CAF_CHECK(wanted({"watch", "--progress", "tty"}).progress
            == progress_mode::tty);
  CAF_CHECK(wanted({"list", "--timeout", "1m30s"}).timeout == 90s);
  CAF_CHECK(!wanted({"list"}).timeout);
}

CAF_TEST(where to connect can be said before and after the command) {
  for (const words& args : {words{"--connect", "[::1]:7", "list"},
                            words{"list", "--connect", "[::1]:7"},
                            words{"list", "--fleet", "[::1]:7"},
                            words{"--connect=[::1]:7", "list"}}) {
    auto x = wanted(args);
    CAF_CHECK_EQUAL(x.where.host, "::1");
    CAF_CHECK_EQUAL(x.where.port, 7u);
  }
  CAF_CHECK_EQUAL(wanted({"list"}).where.host, "db1");
}

CAF_TEST(the certificates come from a folder or from files) {
  auto x = wanted({"list"});
  CAF_CHECK_EQUAL(x.files.certificate, "/certs/client.pem");
  CAF_CHECK_EQUAL(x.files.key, "/certs/client.key");
  CAF_CHECK_EQUAL(x.files.authority, "/certs/authority.pem");
  CAF_CHECK_EQUAL(wanted({"list", "--certs", "d"}).files.key, "d/client.key");
  x = wanted({"list", "--key", "k"});
  CAF_CHECK_EQUAL(x.files.key, "k");
  CAF_CHECK_EQUAL(x.files.certificate, "/certs/client.pem");
  variables_set files{{"STATUSCTL_CONNECT", "db1:1"},
                      {"STATUSCTL_CERT", "c"},
                      {"STATUSCTL_KEY", "k"},
                      {"STATUSCTL_CA", "a"}};
  x = wanted({"list"}, files);
  CAF_CHECK_EQUAL(x.files.certificate + x.files.key + x.files.authority, "cka");
  CAF_CHECK_EQUAL(wanted({"list", "--ca", "b"}, files).files.authority, "b");
}

CAF_TEST(a plain connection is for this host only) {
  auto x = wanted({"list", "--plain", "--connect", "127.0.0.1:1"}, {});
  CAF_CHECK(x.plain);
  CAF_CHECK(x.files.certificate.empty());
  CAF_CHECK_EQUAL(refusal({"list", "--plain"}),
                  "--plain is for this host only, 127.0.0.1, ::1 or localhost: "
                  "name certificates for db1:4242");
  CAF_CHECK_EQUAL(
    refusal({"list", "--plain", "--certs", "d", "--connect", "[::1]:1"}),
    "give --plain or --certs, not both");
}

CAF_TEST(a refusal says what is missing and what to do) {
  CAF_CHECK_EQUAL(refusal({}), "a command is missing, such as list");
  CAF_CHECK_EQUAL(refusal({"list"}, {}),
                  "--connect is missing: name a runner or a fleet as "
                  "HOST:PORT, or set STATUSCTL_CONNECT");
  CAF_CHECK_EQUAL(refusal({"list"}, {{"STATUSCTL_CONNECT", "db1:1"}}),
                  "certificates are missing: name the folder that `statusctl "
                  "certs DIR` has made, --certs DIR, or give --cert, --key, "
                  "--ca");
  CAF_CHECK_EQUAL(refusal({"list", "--cert", "c", "--ca", "a"},
                          {{"STATUSCTL_CONNECT", "db1:1"}}),
                  "certificates are missing: name the folder that `statusctl "
                  "certs DIR` has made, --certs DIR, or give --key");
  CAF_CHECK_EQUAL(refusal({"show"}), "show: TASK is missing or empty");
  CAF_CHECK_EQUAL(refusal({"certs"}), "certs: DIR is missing or empty");
  CAF_CHECK_EQUAL(
    refusal({"cancel", "t"}),
    "--reason is missing or empty: say why the task is cancelled");
}

CAF_TEST(a refusal says what is wrong) {
  CAF_CHECK_EQUAL(refusal({"--connect", "a:1", "--fleet", "b:1", "list"}),
                  "give --connect or --fleet, not both");
  CAF_CHECK_EQUAL(refusal({"list", "--connect", "db1:0"}),
                  "--connect: 'db1:0' has no port to connect to");
  CAF_CHECK_EQUAL(refusal({"list", "--fleet", "db1"}).rfind("--fleet: ", 0),
                  0u);
  CAF_CHECK_EQUAL(refusal({"list", "--color", "red"}),
                  "--color: 'red' is none of auto, always, never");
  CAF_CHECK_EQUAL(refusal({"watch", "--progress", "x"}),
                  "--progress: 'x' is none of auto, tty, plain, json");
  CAF_CHECK_EQUAL(refusal({"list", "--timeout", "30"}),
                  "--timeout: '30' lacks a unit: ms, s, m, h or d");
  CAF_CHECK_EQUAL(refusal({"completion", "fish"}),
                  "completion: 'fish' is none of bash, zsh");
  CAF_CHECK_EQUAL(refusal({"watch", "t", "--filter", "x"}),
                  "give a TASK or --filter, not both");
  CAF_CHECK_EQUAL(refusal({"pause", "t", "--by", ""}),
                  "--by is empty: say who you are");
  CAF_CHECK_EQUAL(refusal({"watch", "--json", "--progress", "tty"}),
                  "give --json or --progress, not both");
  CAF_CHECK_EQUAL(refusal({"list", "more"}),
                  "list: 'more' is one word too many");
  CAF_CHECK_EQUAL(refusal({"show", "t", "u"}),
                  "show: 'u' is one word too many");
}

CAF_TEST(an option that is mistyped is guessed) {
  CAF_CHECK_EQUAL(refusal({"list", "--jsn"}),
                  "list has no option '--jsn'; did you mean --json?");
  CAF_CHECK_EQUAL(refusal({"--timout", "3s", "list"}),
                  "list has no option '--timout'; did you mean --timeout?");
  CAF_CHECK_EQUAL(refusal({"show", "t", "--all"}),
                  "show has no option '--all'");
  CAF_CHECK_EQUAL(refusal({"list", "--by", "me"}), "list has no option '--by'");
  CAF_CHECK_EQUAL(refusal({"list", "--timout=3s"}),
                  "list has no option '--timout'; did you mean --timeout?");
  CAF_CHECK_EQUAL(refusal({"--conect", "db1:4242"}),
                  "there is no option '--conect'; did you mean --connect?");
  CAF_CHECK_EQUAL(refusal({"--nonsense"}), "there is no option '--nonsense'");
}

CAF_TEST(a command that is mistyped is guessed) {
  CAF_CHECK_EQUAL(refusal({"wacth", "t"}),
                  "there is no command 'wacth'; did you mean watch?");
  CAF_CHECK_EQUAL(refusal({"--json", "wacth", "t"}),
                  "there is no command 'wacth'; did you mean watch?");
  CAF_CHECK_EQUAL(refusal({"frobnicate"}), "there is no command 'frobnicate'");
  CAF_CHECK_EQUAL(refusal({"help"}),
                  "there is no command 'help'; statusctl --help says which "
                  "there are");
}

CAF_TEST(names and reasons are one line of text) {
  for (const auto& name :
       {std::string{"a b"}, std::string{"a\nb"}, std::string{"a\x1b[2J"},
        std::string{"\xff"}, std::string(257, 'x')})
    CAF_CHECK(refusal({"show", name}).find("is no task's name")
              != std::string::npos);
  for (const auto& text :
       {std::string{"a\nb"}, std::string{"a\x1b[2J"}, std::string(1025, 'x')})
    for (const auto* option : {"--reason", "--by"})
      CAF_CHECK_EQUAL(refusal({"pause", "t", option, text}),
                      option
                        + std::string{" is one line of at most 1024 bytes, "
                                      "without control characters"});
  CAF_CHECK_EQUAL(wanted({"pause", "Aufträge", "--reason", "Größe"}).argument,
                  "Aufträge");
  CAF_CHECK_EQUAL(read({"show", "a\x1b[2J"}, here).err.find('\x1b'),
                  std::string::npos);
}

CAF_TEST(a task may be named like a command or an option) {
  CAF_CHECK_EQUAL(wanted({"show", "list"}).argument, "list");
  CAF_CHECK_EQUAL(wanted({"show", "--", "--help"}).argument, "--help");
}

} // namespace statusctl::statusctl_options_suite
