/// One function for each thing that is measured.
#pragma once

#include "harness/subject.hpp"

namespace benchmark {

struct arguments {
  int argc;
  char** argv;
  subject& who;

  int64_t operator()(const char* name, int64_t otherwise) const {
    return option(argc, argv, name, otherwise);
  }
};

/// Tasks are called until the process has ended.
inline call_book& kept_for_ever(call_book x) {
  return *new call_book(std::move(x));
}

void measure_memory(arguments given);
void measure_start(arguments given);
void measure_ticks(arguments given);
void measure_lateness(arguments given);
void measure_idle(arguments given);
void measure_mass(arguments given);

} // namespace benchmark
