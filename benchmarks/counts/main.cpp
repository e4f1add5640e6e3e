/// Counts what operations of the component cost. To be run by callgrind, see
/// counts.sh:
///
///   counts --list     the names of what can be run, one a line
///   counts --made-with   the compiler, on which the numbers depend
///   counts NAME       a line per operation: its name, how many were counted,
///   and
///                     what all of them together took: allocations, bytes, and
///                     bytes that were still in use at the end
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "operations.hpp"

namespace counts {

int run(const char* what) {
  if (std::strcmp(what, "--made-with") == 0)
    return std::puts(COUNTS_COMPILER) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
  for (const auto& group : {of_holders(), of_watchers(), of_groups()})
    for (const auto& x : group)
      if (std::strcmp(what, "--list") == 0) {
        std::puts(x.name);
      } else if (std::strcmp(what, x.name) == 0) {
        x.run(*new world);
        return EXIT_SUCCESS;
      }
  return std::strcmp(what, "--list") == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace counts

int main(int argc, char** argv) {
  auto status = argc == 2 ? counts::run(argv[1]) : EXIT_FAILURE;
  std::fflush(stdout);
  std::_Exit(status); // see world
}
