/// What somebody may have meant. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace statusctl {

/// Returns what a mistyped name may have been meant to be: `; did you mean a or
/// b?`, or an empty text if nothing is near. Texts are printable.
std::string did_you_mean(std::string_view name,
                         const std::vector<std::string>& all);

} // namespace statusctl
