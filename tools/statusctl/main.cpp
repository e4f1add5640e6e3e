/// The command line tool `statusctl`, see `statusctl --help`.
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <string>

#include "cli/text.hpp"
#include "statusctl/commands.hpp"
#include "statusctl/completion.hpp"
#include "statusctl/trouble.hpp"
#include "statusctl/watch.hpp"

namespace statusctl {

namespace {

std::string who() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  const auto* user = ::getpwuid(::geteuid());
  auto name = user ? std::string{user->pw_name} : std::to_string(::geteuid());
  return cli::printable(name + "@" + host.data());
}

int perform(const options& wanted, const terminals& to) {
  switch (wanted.what) {
    case command::watch:
      return watch(wanted, to);
    case command::certs:
      make_certs(wanted, to);
      return 0;
    case command::completion:
      to.out.write(wanted.argument == "bash" ? bash_completion()
                                             : zsh_completion());
      return 0;
    default:
      do_command(wanted, to);
      return 0;
  }
}

int run(const options& wanted) {
  auto always = wanted.color == color_mode::always;
  auto never = wanted.color == color_mode::never;
  auto traits = cli::inspect_terminal(STDOUT_FILENO, always, never);
  auto live
    = wanted.progress == progress_mode::tty
      || (wanted.progress == progress_mode::automatic && traits.terminal);
  cli::console out{STDOUT_FILENO, traits.how, live};
  cli::console err{STDERR_FILENO, {}, false};
  int code = 0;
  try {
    code = perform(wanted, {out, err, traits.terminal});
  } catch (const trouble& x) {
    out.show({});
    err.write("statusctl: " + cli::printable(x.what()) + "\n");
    code = static_cast<int>(x.code());
  }
  if (out.gone()) { // as for any other program
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  if (auto why = out.problem(); !why.empty()) {
    err.write("statusctl: the output is not complete: " + why + "\n");
    if (code == 0)
      code = static_cast<int>(exit_code::failed);
  }
  return code;
}

} // namespace

} // namespace statusctl

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, ""); // whether the terminal speaks UTF-8
  std::signal(SIGPIPE, SIG_IGN);
  try {
    auto variable = [](const char* name) {
      const auto* value = std::getenv(name);
      return std::string{value ? value : ""};
    };
    auto line = statusctl::read_command_line({argv + 1, argv + argc},
                                             {variable, statusctl::who()});
    auto lost = cli::write_all(STDOUT_FILENO, line.out);
    cli::write_all(STDERR_FILENO, line.err);
    if (!line.wanted)
      return lost == 0 ? line.exit_code
                       : static_cast<int>(statusctl::exit_code::failed);
    return statusctl::run(*line.wanted);
  } catch (const std::exception& ex) {
    cli::write_all(STDERR_FILENO,
                   std::string{"statusctl: failed: "} + ex.what() + "\n");
    return static_cast<int>(statusctl::exit_code::failed);
  }
}
