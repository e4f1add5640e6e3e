/// What people read: tables in Markdown, padded for a terminal.
#pragma once

#include <string>
#include <vector>

#include "runner/results.hpp"

namespace benchmark {

/// A value with three digits that matter.
std::string number(double x);

/// Who that is, for people.
std::string title_of(const std::string& who);

/// One line per bar: what we take, what the peer takes, the ratio, the bar.
std::string table_of_bars(const std::vector<verdict>& all);

/// One line per thing that was measured, with everybody's median.
std::string table_of_values(const results& all);

/// Says which bars are missed, and by how much, and what could not be judged.
std::string last_word(const std::vector<verdict>& all);

/// Puts `text` between the two lines of `document` that say
/// `<!-- NAME -->` and `<!-- end of NAME -->`.
/// @throws std::runtime_error if they are not there.
std::string put_between(const std::string& document, const std::string& name,
                        const std::string& text);

} // namespace benchmark
