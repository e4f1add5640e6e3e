/// The peak memory of schema-change for a small and for a big table: it must be
/// the same.
///
///   benchmark_peak_memory [--rows N]
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>
#include <stdexcept>

#include "launch.hpp"
#include "measure.hpp"
#include "orders.hpp"

namespace benchmark {

namespace {

/// Runs the real program and returns its peak in MiB, which Linux counts in kB.
double peak(const std::string& program, const std::string& database,
            const std::string& wanted_file) {
  launch how;
  how.silence(1);
  how.silence(2);
  auto child
    = how.start(program, {program, database, "orders", "--to", wanted_file,
                          "--progress=json", "--checkpoint-interval=1s"});
  if (child < 0)
    throw std::runtime_error{"cannot start " + program};
  int code = 0;
  rusage used{};
  ::wait4(child, &code, 0, &used);
  if (code != 0)
    throw std::runtime_error{program + " has failed"};
  return static_cast<double>(used.ru_maxrss) / 1024;
}

} // namespace

int run(int argc, char** argv) {
  auto most = option(argc, argv, "--rows", 800'000);
  auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  auto program = (here / "../examples/schema-change").string();
  scratch folder;
  auto wanted_file = folder.file("wanted.sql");
  std::ofstream{wanted_file} << wanted;
  for (auto rows : {most / 16, most / 4, most}) {
    auto path = folder.file("orders.db");
    make_orders(path, rows);
    tell("peak memory of a change", rows, peak(program, path, wanted_file),
         "MiB");
  }
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
