/// The commands and options of statusctl, in one place: the parser, `--help`
/// and the shells' completion are made of it, and the manual is held against
/// it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace statusctl {

enum class command : uint8_t {
  list,
  show,
  watch,
  progress,
  history,
  checkpoint,
  pause,
  resume,
  hold,
  release,
  cancel,
  stop,
  certs,
  completion,
};

struct option_info {
  std::string_view name;  // such as `--filter`
  std::string_view value; // such as `TEXT` or `auto|always`; empty for a flag
  std::string_view text;
};

struct command_info {
  command what = command::list;
  std::string_view name;
  std::string_view argument; // such as `TASK` or `[TASK]`, perhaps empty
  std::string_view summary;  // one line
  std::string_view details;  // whole lines
  std::string_view examples; // a command per line
  std::vector<option_info> options;
};

const std::vector<command_info>& commands();

const command_info& info(command x);

/// Options of all commands: where and how to connect, and how to say it.
const std::vector<option_info>& general_options();

/// Variables of the environment that take the place of options.
const std::vector<option_info>& variables();

/// What an exit code means, by its number.
struct exit_info {
  int code = 0;
  std::string_view text;
};

const std::vector<exit_info>& exit_codes();

} // namespace statusctl
