#include <unistd.h>

#include <iostream>
#include <string>

#include "cli/text.hpp"
#include "statusctl/commands.hpp"
#include "statusctl/trouble.hpp"

namespace statusctl {

void confirm(const options& wanted, const terminals& to,
             const std::string& question) {
  if (wanted.yes)
    return;
  auto name = std::string{info(wanted.what).name};
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
    throw trouble{exit_code::usage,
                  name + " ends a task, and there is no terminal to ask on: "
                         "give --yes if it is meant. Nothing was done."};
  to.err.write(cli::printable(question) + " [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes")
    throw trouble{exit_code::usage, "nothing was done"};
}

} // namespace statusctl
