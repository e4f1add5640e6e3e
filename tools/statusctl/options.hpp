/// The command line. Reading it touches nothing.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "status/net/endpoint.hpp"
#include "status/net/security.hpp"
#include "statusctl/grammar.hpp"

namespace statusctl {

enum class color_mode : uint8_t { automatic, always, never };
enum class progress_mode : uint8_t { automatic, tty, plain, json };

struct options {
  command what = command::list;
  std::string argument; // a task, a folder or a shell; perhaps empty
  std::string filter;
  bool all = false;
  bool json = false;
  progress_mode progress = progress_mode::automatic;
  color_mode color = color_mode::automatic;
  bool yes = false;
  std::string by;
  std::string reason;
  status::net::endpoint where;
  bool plain = false;
  status::net::tls_files files;
  std::optional<std::chrono::nanoseconds> timeout;
  std::vector<std::string> hosts;
};

/// Either there is something to do, or something to say and an exit code.
struct command_line {
  std::optional<options> wanted;
  std::string out; // for stdout
  std::string err; // for stderr
  int exit_code = 0;
};

/// What a command line means here.
struct surroundings {
  std::function<std::string(const char*)> variable; // empty if not set
  std::string who;                                  // user@host
};

/// Reads the arguments, without the program's name.
command_line read_command_line(const std::vector<std::string>& args,
                               const surroundings& here);

/// Returns the text of `--help`.
std::string help_text();

/// Returns the text of `COMMAND --help`.
std::string help_text(const command_info& of);

} // namespace statusctl
