/// Keeps the results.
#pragma once

#include <string>
#include <vector>

#include "runner/results.hpp"

namespace benchmark {

/// The measurements in what a program has printed; lines that are none are
/// passed over.
std::vector<sample> read_samples(const std::string& text,
                                 const std::string& who);

std::string to_json(const results& all, const std::vector<verdict>& verdicts,
                    const std::string& machine);

/// @throws std::runtime_error if the file cannot be read, or written.
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

} // namespace benchmark
