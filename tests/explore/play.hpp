// One schedule: by its choices or by a seed, and in words.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "explore/explorer.hpp"

namespace status::explore {

/// Which of `count` choices is taken.
using chooser = std::function<size_t(size_t count)>;

/// What became of one schedule.
struct played {
  choices taken;
  std::string broken;             // empty: all that must hold held
  std::string end;                // if nothing is broken
  std::vector<std::string> words; // each step
};

/// Takes the choices, and the first ones after their end. What is too large for
/// a choice means the last one.
chooser follow(choices way);

/// Chooses at random. The same seed chooses the same, everywhere.
chooser wander(uint64_t seed);

/// Plays one schedule.
/// @param in_words whether to say what is done.
played play(world& in, const variant& what, const chooser& choose,
            bool in_words = false);

/// Makes a schedule that breaks something as plain as possible: fewer choices
/// that differ from the first one, and smaller ones.
choices shrink(world& in, const variant& what, choices way);

/// How choices are written on the command line, e.g. `0.0.2.1`.
std::string to_text(const choices& way);

/// Reads that; nothing if it is none.
std::optional<choices> read_choices(const std::string& text);

} // namespace status::explore
