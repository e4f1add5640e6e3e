/// The command line tool `schema-change`, see `schema-change --help`.
#include <unistd.h>

#include <clocale>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>

#include "cli/console.hpp"
#include "schema_change/cli.hpp"
#include "schema_change/runner.hpp"

int main(int argc, char** argv) {
  using cli::write_all;
  std::setlocale(LC_CTYPE, ""); // whether the terminal speaks UTF-8
  try {
    auto line = schema_change::read_command_line({argv + 1, argv + argc});
    auto lost = write_all(STDOUT_FILENO, line.out);
    write_all(STDERR_FILENO, line.err);
    if (lost != 0)
      throw std::runtime_error{std::string{"the output is not complete: "}
                               + std::strerror(lost)};
    if (!line.wanted)
      return line.exit_code;
    return static_cast<int>(schema_change::run_change(*line.wanted));
  } catch (const std::exception& ex) {
    write_all(STDERR_FILENO,
              std::string{"schema-change: failed: "} + ex.what() + "\n");
    return static_cast<int>(schema_change::exit_code::failed);
  }
}
