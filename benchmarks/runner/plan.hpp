/// The rows: what is run for each of them, and what has to come out.
#pragma once

#include <string>
#include <vector>

#include "runner/results.hpp"

namespace benchmark {

/// One program to run.
struct turn {
  std::string who;
  std::vector<std::string> command; // the first word is a program's name
};

/// Programs that take turns.
struct round {
  int row = 0;
  std::string what;
  int repeat = 1;
  std::vector<turn> turns;
  bool at_once = false; // all together, as each only waits
};

/// @param quick fewer repetitions of less, for a first look.
std::vector<round> plan(bool quick);

std::vector<bar> bars(bool quick);

} // namespace benchmark
