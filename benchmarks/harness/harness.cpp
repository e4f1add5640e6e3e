/// What is measured of everybody who watches tasks:
///
///   PROGRAM memory --tasks N [--status MS] [--checkpoint MS]
///   PROGRAM start  --tasks N
///   PROGRAM tick   --tasks N --interval MS --seconds S
///   PROGRAM late   --tasks N --interval MS --seconds S
///   PROGRAM idle   --seconds S
///   PROGRAM mass   --tasks N --seconds S
#include <cstring>
#include <exception>

#include "harness/modes.hpp"
#include "harness/subject.hpp"

namespace benchmark {

namespace {

struct mode {
  const char* name;
  void (*measure)(arguments);
};

constexpr mode modes[] = {
  {"memory", measure_memory}, {"start", measure_start}, {"tick", measure_ticks},
  {"late", measure_lateness}, {"idle", measure_idle},   {"mass", measure_mass}};

} // namespace

int run(int argc, char** argv, subject& who) {
  for (const auto& x : modes)
    if (argc > 1 && std::strcmp(argv[1], x.name) == 0) {
      try {
        x.measure({argc, argv, who});
      } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        std::_Exit(1);
      }
      // To end thousands of tasks in order has been measured by then, or is not
      // what is measured.
      std::_Exit(0);
    }
  std::fprintf(stderr, "what shall be measured?\n");
  return 2;
}

} // namespace benchmark
