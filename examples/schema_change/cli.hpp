/// The command line. Reading it touches nothing but the file of `--to`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema_change/options.hpp"

namespace schema_change {

/// Either there is something to do, or something to say and an exit code.
struct command_line {
  std::optional<options> wanted;
  std::string out; // for stdout
  std::string err; // for stderr
  int exit_code = 0;
};

/// Reads the arguments, without the program's name.
command_line read_command_line(const std::vector<std::string>& args);

/// Returns the text of `--help`.
std::string help_text();

/// Returns the command that resumes what `args` has begun, as one types it:
/// without what would start over or fence off another run.
std::string resume_command(const std::vector<std::string>& args);

} // namespace schema_change
