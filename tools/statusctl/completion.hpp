/// Scripts that complete statusctl's commands and options in shells. Pure.
#pragma once

#include <string>

namespace statusctl {

std::string bash_completion();

std::string zsh_completion();

} // namespace statusctl
