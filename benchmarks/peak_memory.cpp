/// The peak memory of schema-change for a small and for a big table: it must be
/// the same.
///
///   benchmark_peak_memory [--rows N]
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>

#include "measure.hpp"
#include "orders.hpp"

namespace benchmark {

namespace {

/// Runs the real program and returns its peak in MiB, which Linux counts in kB.
double peak(const std::string& program, const std::string& database,
            const std::string& wanted_file) {
  std::vector<std::string> words{program,
                                 database,
                                 "orders",
                                 "--to",
                                 wanted_file,
                                 "--progress=json",
                                 "--checkpoint-interval=1s"};
  std::vector<char*> args;
  args.reserve(words.size() + 1);
  for (auto& x : words)
    args.push_back(x.data());
  args.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (int file : {1, 2})
    posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  if (::posix_spawn(&child, program.c_str(), &files, nullptr, args.data(),
                    environ)
      != 0)
    throw std::runtime_error{"cannot start " + program};
  posix_spawn_file_actions_destroy(&files);
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
