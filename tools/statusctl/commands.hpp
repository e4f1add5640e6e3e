/// What the commands do, besides watch. They throw `trouble`.
#pragma once

#include "cli/console.hpp"
#include "statusctl/options.hpp"

namespace statusctl {

/// Where a command writes to.
struct terminals {
  cli::console& out;
  cli::console& err;
  bool out_is_terminal = false;
};

/// Does what is wanted; returns once it is done.
void do_command(const options& wanted, const terminals& to);

/// Makes an authority with certificates, and says what they are for.
void make_certs(const options& wanted, const terminals& to);

/// Asks whether `question` is meant. Throws `trouble` if it is not, or if
/// nobody can be asked.
void confirm(const options& wanted, const terminals& to,
             const std::string& question);

} // namespace statusctl
